package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.ucan.Budget;
import java.time.Instant;
import java.util.Optional;

/// What is left of a budget on this node.
///
/// @param tasks empty where the budget does not bound them, as for `gas` and `bytes`
/// @param renews when all of it is there again; empty: never
public record Remaining(
    Budget budget,
    Optional<Long> tasks,
    Optional<Long> gas,
    Optional<Long> bytes,
    Optional<Instant> renews) {
  public Remaining {
    requireNonNull(budget);
    requireNonNull(renews);
  }

  static Remaining of(Budget budget, Ledger.Spent spent, Instant now) {
    return new Remaining(
        budget,
        Optional.ofNullable(budget.tasks()).map(limit -> Math.max(0, limit - spent.tasks())),
        Optional.ofNullable(budget.gas()).map(limit -> Math.max(0, limit - spent.gas())),
        Optional.ofNullable(budget.bytes()).map(limit -> Math.max(0, limit - spent.bytes())),
        budget.renews(now));
  }
}
