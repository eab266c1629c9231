package io.ipvm.cli;

import io.ipvm.keys.Did;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.ProofFinder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// On whose machine somebody wants to use a command: the one that is named, or the only one that
/// can be meant.
final class Lender {
  private Lender() {}

  /// Whose machine.
  ///
  /// @param on as it was typed
  /// @param holder who wants to use it
  static Did of(Optional<String> on, Did holder, Command command, Ipvm node, Session session)
      throws IOException {
    var kept = KeptTokens.of(node);
    if (on.isPresent()) {
      return Whom.parse(on.get(), kept.people(), session);
    }
    var others =
        kept.all().stream()
            .flatMap(delegation -> Optional.ofNullable(delegation.subject()).stream())
            .distinct()
            .filter(subject -> !subject.samePrincipal(node.nodeDid()))
            .toList();
    var able = others.stream().filter(it -> isAble(holder, it, command, node)).toList();
    if (able.size() == 1) {
      return able.getFirst();
    }
    throw able.isEmpty()
        ? nobody(holder, others, command, node)
        : Failure.usage(
            "several may be asked for " + command,
            "they are " + String.join(",\n", able.stream().map(Did::text).toList()),
            "--on DID");
  }

  private static boolean isAble(Did holder, Did subject, Command command, Ipvm node) {
    return node.authority().findChain(holder, subject, command) instanceof ProofFinder.Found.Chain;
  }

  private static Failure nobody(Did holder, List<Did> others, Command command, Ipvm node) {
    var nearest =
        others.stream()
            .flatMap(subject ->
                node.authority().findChain(holder, subject, command)
                        instanceof ProofFinder.Found.None(var why)
                    ? Optional.of(why).stream()
                    : Optional.<String>empty().stream())
            .toList();
    return new Failure(
        ExitStatus.NOT_AUTHORISED,
        "nobody else's " + command + " may be used",
        nearest.isEmpty() ? "nothing was delegated to you" : String.join("\n", nearest),
        "ipvm ucan import FILE keeps what somebody gave you; --on node means this one");
  }
}
