package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.Signer;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Explanation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Reason;
import io.ipvm.ucan.Ucan;
import io.ipvm.ucan.Validator;
import io.ipvm.ucan.Verdict;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Asks the validator about delegations that nobody invokes yet.
///
/// There is one validator, and whoever checked chains beside it would have rules that differ (rule
/// REV-6); and it is asked about invocations. So a key that was made up invokes the delegation, the
/// invocation is never sent, and of what the validator says only what concerns the delegations is
/// looked at.
final class ChainProbe {
  /// For commands that nobody may make up an invocation of.
  private static final Command ANY = Command.parse("/");

  /// How an invocation is judged.
  @FunctionalInterface
  interface Judge {
    Explanation explain(Invocation invocation, ProofStore carried);
  }

  private final Judge judge;
  private final Signer nobody = KeyPair.generate(new SecureRandom());

  ChainProbe(Judge judge) {
    this.judge = judge;
  }

  /// As the node sees it, with the revocations it knows; without a node, by the tokens alone.
  static Judge judge(Optional<Ipvm> node, Clock clock) {
    if (node.isPresent()) {
      return node.get().authority()::explain;
    }
    return lookingOnly(ProofStore.NONE, clock);
  }

  /// By the tokens alone: whoever carries it out, whatever was revoked.
  static Judge lookingOnly(ProofStore proofs, Clock clock) {
    return Validator.builder().proofs(proofs).clock(clock).build()::explain;
  }

  /// What is wrong with the last delegation of a chain, whatever is to be done with it.
  List<Verdict> problems(List<Delegation> chain) {
    var lines = explain(chain).lines();
    return lines.size() <= chain.size()
        ? List.of()
        : lines.get(chain.size() - 1).problems().stream().filter(ChainProbe::concerns).toList();
  }

  private Explanation explain(List<Delegation> chain) {
    var leaf = chain.getLast();
    var invocation =
        Ucan.invoke(nobody)
            .on(subject(chain))
            .command(leaf.command().reserved() ? ANY : leaf.command())
            .args(MapNode.EMPTY)
            .chain(chain)
            .never()
            .sign();
    return judge.explain(
        invocation, cid -> chain.stream().filter(link -> link.cid().equals(cid)).findFirst());
  }

  private static Did subject(List<Delegation> chain) {
    for (var link : chain.reversed()) {
      var subject = link.subject();
      if (subject != null) {
        return subject;
      }
    }
    return chain.getFirst().issuer();
  }

  private static boolean concerns(Verdict problem) {
    return switch (problem) {
      case Verdict.Refused refused ->
          refused.reason() != Reason.POLICY_FAILED
              && refused.reason() != Reason.COMMAND_NOT_COVERED;
      case Verdict.Unavailable _ -> true;
      case Verdict.Pending _, Verdict.Authorized _ -> false;
    };
  }
}
