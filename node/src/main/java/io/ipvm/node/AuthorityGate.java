package io.ipvm.node;

import io.ipvm.engine.Call;
import io.ipvm.engine.Estimate;
import io.ipvm.engine.ExecutionGate;
import io.ipvm.engine.Usage;
import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Reason;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Validator;
import io.ipvm.ucan.Verdict;
import java.util.Optional;

/// Asks again, before each task of a run, whether the delegations behind it still hold: time goes
/// by, and they are revoked, while tasks wait (rule CHN-3). When the invocation itself expires is
/// of no matter any more: it was carried out in time when its run began.
final class AuthorityGate implements ExecutionGate {
  private final Validator validator;
  private final Invocation invocation;
  private final Verdict.Authorized authorized;

  AuthorityGate(Validator validator, Invocation invocation, Verdict.Authorized authorized) {
    this.validator = validator;
    this.invocation = invocation;
    this.authorized = authorized;
  }

  @Override
  public Decision admit(Call call, Estimate estimate, Did caller) {
    return switch (validator.revalidate(invocation, authorized)) {
      case Verdict.Authorized _ -> new Decision.Continue();
      case Verdict.Refused refused when isOver(refused) -> askDelegations();
      case Verdict.Refused refused -> new Decision.Stop(refused.explanation());
      case Verdict.Unavailable(var what) -> new Decision.Stop(what);
      case Verdict.Pending(var awaited) ->
          throw new IllegalStateException("what was decided is pending again: " + awaited);
    };
  }

  /// A verdict names what comes first, and that is the invocation's own time.
  private static boolean isOver(Verdict.Refused refused) {
    return refused.reason() == Reason.EXPIRED && refused.link() == Verdict.Refused.INVOCATION;
  }

  private Decision askDelegations() {
    var lines = validator.explain(invocation, this::find).lines();
    return lines.subList(0, lines.size() - 1).stream()
        .flatMap(line -> line.problems().stream())
        .findFirst()
        .<Decision>map(problem -> new Decision.Stop(words(problem)))
        .orElseGet(Decision.Continue::new);
  }

  private static String words(Verdict problem) {
    return problem instanceof Verdict.Refused refused ? refused.explanation() : problem.toString();
  }

  private Optional<Delegation> find(Cid cid) {
    return authorized.chain().stream().filter(link -> link.cid().equals(cid)).findFirst();
  }

  @Override
  public Decision onUsage(Call call, Usage cumulative) {
    return new Decision.Continue();
  }

  @Override
  public void onReceipt(Call call, Receipt receipt, Usage total) {}
}
