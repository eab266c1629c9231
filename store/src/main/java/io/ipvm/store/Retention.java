package io.ipvm.store;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.workflow.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which runs are kept when a store is cleaned up. A run that has not ended is kept in any case.
///
/// @param age what is younger is kept
/// @param runs so many of the newest runs are kept, however old
public record Retention(Duration age, int runs) {
  /// A month, and the last hundred runs.
  public static final Retention USUAL = new Retention(Duration.ofDays(30), 100);

  public Retention {
    if (age.isNegative() || runs < 0) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, "runs of " + age + " and " + runs + " runs cannot be kept");
    }
  }

  /// Whether something that happened at `at` is young. What is stamped in the future says nothing:
  /// the clock was wrong.
  boolean isYoung(Instant at, Instant now) {
    return at.isAfter(now.minus(age)) && !at.isAfter(now);
  }

  /// @param newestFirst in the order of the log. That counts, not the clock alone: a run behind a
  ///   young one is young, also if the clock went back meanwhile
  Set<RunId> kept(List<RunSummary> newestFirst, Instant now) {
    int young = runs;
    for (int i = 0; i < newestFirst.size(); i++) {
      var run = newestFirst.get(i);
      if (isYoung(run.accepted(), now)
          || run.finished().filter(at -> isYoung(at, now)).isPresent()) {
        young = Math.max(young, i + 1);
      }
    }
    var kept = new HashSet<RunId>();
    for (int i = 0; i < newestFirst.size(); i++) {
      var run = newestFirst.get(i);
      if (i < young || !isOver(run.status())) {
        kept.add(run.id());
      }
    }
    return kept;
  }

  /// The runs that are not in `kept`.
  static List<RunSummary> others(List<RunSummary> runs, Set<RunId> kept) {
    var others = new ArrayList<RunSummary>();
    runs.stream().filter(run -> !kept.contains(run.id())).forEach(others::add);
    return others;
  }

  /// Whether nobody will go on with it, or has to look after it.
  private static boolean isOver(RunStatus status) {
    return switch (status) {
      case COMPLETED, FAILED, CANCELLED -> true;
      case RUNNING, INTERRUPTED, IN_DOUBT -> false;
    };
  }
}
