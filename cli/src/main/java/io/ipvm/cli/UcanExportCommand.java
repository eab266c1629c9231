package io.ipvm.cli;

import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// `ipvm ucan export DELEGATION...`: delegations that are kept here, with their chains, to be
/// handed over again.
final class UcanExportCommand implements Command {
  @Override
  public Syntax syntax() {
    return ContainerOut.options(
            Syntax.of("Writes delegations that are kept here, each with all it stands on.")
                .operands("DELEGATION", "its name, or the start of it", 0)
                .flag("--all", "all of them"))
        .example("ipvm ucan export zdpuAyQ... -O partner.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var out = ContainerOut.of(arguments, session);
    var named = arguments.operands(0);
    if (named.isEmpty() != arguments.flag("--all")) {
      throw Failure.usage(
          "ipvm ucan export needs DELEGATION or --all",
          named.isEmpty() ? "neither is there" : "both are there",
          "ipvm ucan ls lists them");
    }
    var kept = KeptTokens.of(session.reader());
    var leaves = new ArrayList<Delegation>();
    named.forEach(name -> leaves.add(kept.require(name)));
    if (named.isEmpty()) {
      leaves.addAll(kept.all());
    }
    if (leaves.isEmpty()) {
      throw new Failure(
          ExitStatus.NOT_FOUND, "there is no delegation here", "none was given or taken", "");
    }
    var all = withChains(leaves, kept);
    session
        .messages()
        .tell(Humane.count(all.size(), "delegation") + " with what they stand on" + out.place());
    out.write(
        new ContainerWriter().addAll(all),
        leaves.getLast(),
        Answer.fields().put("delegations", ContainerOut.names(all)),
        session);
    return ExitStatus.OK;
  }

  private static List<Delegation> withChains(List<Delegation> leaves, KeptTokens kept) {
    var all = new LinkedHashMap<String, Delegation>();
    for (var leaf : leaves) {
      kept.withChain(leaf).forEach(link -> all.put(Whom.token(link.cid()), link));
    }
    return List.copyOf(all.values());
  }
}
