package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Reason;
import io.ipvm.ucan.Revocation;
import io.ipvm.ucan.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm ucan import FILE`: keeps delegations and heeds revocations that somebody handed over.
final class UcanImportCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Keeps the delegations somebody handed over, to be used by ucan invoke, and heeds"
                + " revocations. Nothing is kept if one of the tokens is forged.")
        .operand("TOKEN", HandedOver.OPERAND)
        .example("ipvm ucan import partner.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var tokens = HandedOver.load(arguments.operand(0), session.console());
    var revocations = tokens.invocations().stream().filter(Revocation::isRevocation).toList();
    if (tokens.delegations().isEmpty() && revocations.isEmpty()) {
      throw tokens.unfit(
          "has nothing to keep",
          "delegations and revocations are kept",
          tokens.invocations().isEmpty()
              ? "ipvm ucan inspect " + arguments.operand(0)
              : "ipvm run " + arguments.operand(0) + " carries out invocations");
    }
    requireSigned(tokens, session);
    var node = session.node();
    int fresh = node.authority().keep(tokens.delegations());
    var revoked = new ArrayList<Cid>();
    for (var revocation : revocations) {
      revoked.add(node.authority().accept(revocation, tokens).revoked());
    }
    session
        .printer()
        .fields(
            Answer.fields()
                .put("delegations", tokens.delegations().size())
                .put("new", fresh)
                .put("revoked", Answer.texts(revoked.stream().map(Whom::token).toList()))
                .build(),
            String.join("\n", names(tokens, revoked)));
    session.messages().tell(advice(tokens, Whom.of(node)));
    return ExitStatus.OK;
  }

  private static List<String> names(HandedOver tokens, List<Cid> revoked) {
    var names = new ArrayList<>(revoked);
    tokens.delegations().forEach(delegation -> names.add(delegation.cid()));
    return names.stream().map(Whom::token).toList();
  }

  private static void requireSigned(HandedOver tokens, Session session) {
    var probe = new ChainProbe(ChainProbe.lookingOnly(ProofStore.NONE, session.clock()));
    for (var delegation : tokens.delegations()) {
      for (var problem : probe.problems(List.of(delegation))) {
        if (problem instanceof Verdict.Refused refused
            && refused.reason() == Reason.BAD_SIGNATURE) {
          throw new Failure(
              ExitStatus.MISMATCH,
              tokens.name() + " cannot be trusted, nothing was kept",
              refused.explanation(),
              "ipvm ucan inspect " + tokens.name());
        }
      }
    }
  }

  private static String advice(HandedOver tokens, Whom whom) {
    boolean mine =
        tokens.delegations().stream()
            .anyMatch(delegation -> whom.name(delegation.audience()).equals("you"));
    return mine
        ? "what it lets you do: ipvm ucan ls --mine"
        : "none of it is for you: ipvm ucan ls shows for whom";
  }
}
