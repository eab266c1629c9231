package io.ipvm.node;

import io.ipvm.ipld.Cid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where one task of a run stands.
///
/// @param error in words, where the task failed, was aborted or skipped
public record TaskView(
    String label,
    Cid instruction,
    String function,
    State state,
    Optional<Cid> receipt,
    Optional<Instant> started,
    Optional<Duration> took,
    Optional<String> error) {
  /// The stages of a task.
  public enum State {
    WAITING,
    RUNNING,
    EXECUTED,
    REPLAYED,
    FAILED,
    ABORTED,
    SKIPPED,
    IN_DOUBT
  }
}
