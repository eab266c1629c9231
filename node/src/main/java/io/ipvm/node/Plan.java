package io.ipvm.node;

import io.ipvm.ipld.Cid;
import java.util.List;
import java.util.Optional;

/// What a run would do, found without doing it.
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /// How many tasks a receipt would answer.
  public long hits() {
    return steps.stream().filter(step -> step.receipt().isPresent()).count();
  }

  /// One task.
  ///
  /// @param receipt what would answer it; empty: it would be computed
  /// @param reason why it would be computed or replayed, in words
  public record Step(
      String label, Cid instruction, String function, Optional<Cid> receipt, String reason) {}
}
