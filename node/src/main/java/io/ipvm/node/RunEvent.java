package io.ipvm.node;

import io.ipvm.engine.Usage;
import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Outcome;
import java.time.Duration;

/// What a watcher of a run hears, in order. Receipts told here are written, not yet synced; the end
/// of a run is told after its sync.
public sealed interface RunEvent {
  /// The run is in the log. `resumed` if it goes on from an earlier attempt.
  record Accepted(RunView run, boolean resumed) implements RunEvent {}

  record TaskStarted(String label, Cid instruction) implements RunEvent {}

  record TaskProgressed(String label, Usage usage) implements RunEvent {}

  /// The task has a receipt; `replayed` if an earlier one answered.
  record TaskFinished(
      String label, Cid instruction, Cid receipt, Outcome outcome, boolean replayed, Duration took)
      implements RunEvent {}

  /// The task ended without a result.
  record TaskAborted(String label, Cid instruction, String cause, String message)
      implements RunEvent {}

  /// The task cannot run, because another one did not give it what it awaits.
  record TaskSkipped(String label, Cid instruction, String because) implements RunEvent {}

  record Ended(RunResult result) implements RunEvent {}
}
