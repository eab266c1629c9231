package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A verdict with everything that led to it: the whole chain, and all that is wrong with it, where
/// a [Verdict] names what comes first.
///
/// @param now what the clock said, seconds since 1970
/// @param lines from the root to the last delegation, then the invocation; the invocation alone if
///   the chain is too long to be looked at
public record Explanation(Verdict verdict, long now, List<Line> lines) {
  public Explanation {
    lines = List.copyOf(lines);
  }

  /// A token of the chain.
  ///
  /// @param token null if it is not there
  /// @param problems each [Verdict.Refused], [Verdict.Unavailable] or [Verdict.Pending]; none if it
  ///   holds
  public record Line(Cid cid, @Nullable Token token, List<Verdict> problems) {
    public Line {
      problems = List.copyOf(problems);
    }

    public boolean holds() {
      return problems.isEmpty();
    }
  }

  /// Draws the chain, a line for each token and one below it for each problem:
  ///
  /// ```
  /// ✓ did:key:z6Mkfrc8…dvH2 owns the subject
  /// └ ✓ zdpuAnG3bL…kP2x /wasm to did:key:z6Mkw1bq…Q9tc, 2 statements, until 2026-12-04T12:00:00Z
  ///   └ ✗ zdpuB1oT5u…7Rnd /wasm/run to did:key:z6MkvT5b…hYp1, until 2026-11-20T12:00:00Z
  ///     │ ✗ EXPIRED: link 2 of 2, zdpuB1oT5u…7Rnd, expired at 2026-11-20T12:00:00Z, 5 days ago: ...
  ///     └ ✓ zdpuArq5Ua…w9Xe invokes /wasm/run, for ever
  /// = refused: EXPIRED
  /// ```
  public String tree() {
    var text = new StringBuilder();
    if (lines.getLast().token() instanceof Invocation invocation) {
      text.append("subject ").append(invocation.subject()).append('\n');
    }
    for (int depth = 0; depth < lines.size(); depth++) {
      var line = lines.get(depth);
      var indent = "  ".repeat(depth);
      text.append(indent).append("└ ").append(line.holds() ? "✓ " : "✗ ");
      text.append(Shown.of(line.cid())).append(' ').append(described(line.token())).append('\n');
      for (var problem : line.problems()) {
        text.append(indent).append("    ").append(described(problem)).append('\n');
      }
    }
    return text.append("= ").append(described(verdict)).append('\n').toString();
  }

  private static String described(@Nullable Token token) {
    return switch (token) {
      case null -> "is not there";
      case Delegation delegation ->
          "from "
              + Shown.of(delegation.issuer())
              + " to "
              + Shown.of(delegation.audience())
              + ": "
              + delegation.command()
              + (delegation.subject() == null ? ", whatever its issuer holds" : "")
              + statements(delegation.policy())
              + times(delegation.notBefore(), delegation.expires());
      case Invocation invocation ->
          "by "
              + Shown.of(invocation.issuer())
              + ": invokes "
              + invocation.command()
              + times(invocation.notBefore(), invocation.expires());
    };
  }

  private static String statements(Policy policy) {
    int count = policy.toNodes().size();
    return switch (count) {
      case 0 -> "";
      case 1 -> ", 1 statement";
      default -> ", " + count + " statements";
    };
  }

  private static String times(@Nullable Long notBefore, @Nullable Long expires) {
    return (notBefore == null ? "" : ", from " + Shown.time(notBefore))
        + (expires == null ? ", for ever" : ", until " + Shown.time(expires));
  }

  private static String described(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized authorized -> "authorised" + window(authorized.window());
      case Verdict.Refused refused -> refused.reason() + ": " + refused.explanation();
      case Verdict.Pending pending -> "waits for " + names(pending);
      case Verdict.Unavailable(var what) -> "nobody can tell now: " + what;
    };
  }

  private static String window(Window window) {
    return times(window.notBefore(), window.expires());
  }

  private static String names(Verdict.Pending pending) {
    var names = new ArrayList<String>();
    pending.awaited().stream().sorted().forEach(task -> names.add(Shown.of(task)));
    return "the results of " + String.join(", ", names);
  }
}
