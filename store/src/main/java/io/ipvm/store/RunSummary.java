package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.Optional;

/// One row of the list of runs. A run whose process died reads `RUNNING` until somebody claims it.
public record RunSummary(
    RunId id,
    Optional<String> alias,
    String name,
    Cid workflow,
    RunStatus status,
    Instant accepted,
    Optional<Instant> finished,
    Counts counts) {
  /// Tasks of a run by what became of them.
  ///
  /// @param executed computed here
  /// @param replayed answered from receipts
  public record Counts(int total, int executed, int replayed, int failed) {}
}
