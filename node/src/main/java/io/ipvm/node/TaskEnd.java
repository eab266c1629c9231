package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Outcome;
import java.time.Duration;

/// How one attempt at a task ended.
sealed interface TaskEnd {
  /// There is a receipt.
  ///
  /// @param outcome as the tasks that await it see it
  /// @param bounded whether it holds only under the limits of this run, see [Results]
  record Concluded(Cid receipt, Outcome outcome, boolean bounded, boolean replayed, Duration took)
      implements TaskEnd {}

  /// It was stopped; another attempt may follow.
  record Stopped(String cause, String message) implements TaskEnd {}

  /// An effect was begun before and nobody knows how it ended.
  record InDoubt(String message) implements TaskEnd {}

  /// This program failed, not the task: the store or a bug.
  record Broken(RuntimeException failure) implements TaskEnd {}
}
