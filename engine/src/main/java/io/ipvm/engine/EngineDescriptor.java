package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// What an engine is, so that pricing, placing and verifying work for engines nobody has seen yet.
///
/// @param name such as `wasm`
/// @param profile everything that can change a result besides the instruction: runtime, gas
///   version, NaN and depth rules; stands in receipts and memo entries
/// @param ops the operations it takes, such as `wasm/run`
/// @param counters the usage counters it reports
public record EngineDescriptor(
    String name, String profile, Set<String> ops, List<Counter> counters, Determinism determinism) {
  public EngineDescriptor {
    requireNonNull(name);
    requireNonNull(profile);
    ops = Set.copyOf(ops);
    counters = List.copyOf(counters);
    requireNonNull(determinism);
  }

  /// One usage counter.
  ///
  /// @param name such as `gas/ipvm-1` or `memory/peak`
  /// @param unit such as `units`, `bytes`
  /// @param reproducible whether every honest executor reports the same number
  public record Counter(String name, String unit, boolean reproducible) {
    public Counter {
      requireNonNull(name);
      requireNonNull(unit);
    }
  }

  /// How far a result of this engine can be checked.
  public enum Determinism {
    /// Same instruction, same result, everywhere.
    REPLAYABLE,
    /// Same result while the observed values in the receipt are fed back.
    RECORDED,
    /// Only the executor's word.
    ATTESTED
  }
}
