package io.ipvm.testkit;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs a check on many seeds. What fails says its seed; `-Dipvm.seed=N` runs that one alone.
///
/// ```java
/// Property.check(seed -> {
///   var value = RandomNodes.seeded(seed).next();
///   assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
/// });
/// ```
///
/// The seeds are 0, 1, 2 and so on, so that a run can be repeated: a check draws everything it
/// needs from a generator made of its seed.
public final class Property {
  /// How many seeds [#check(Check)] runs.
  public static final int RUNS = 200;

  private static final String ONE_SEED = "ipvm.seed";

  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Property() {}

  /// A statement that has to hold for every seed.
  @FunctionalInterface
  public interface Check {
    void holds(long seed) throws Exception;
  }

  public static void check(Check check) {
    check(RUNS, check);
  }

  public static void check(int runs, Check check) {
    var one = Long.getLong(ONE_SEED);
    if (one != null) {
      run(one, check);
      return;
    }
    for (long seed = 0; seed < runs; seed++) {
      run(seed, check);
    }
  }

  /// Numbers that follow from `seed` alone, on any machine and Java.
  public static RandomGenerator random(long seed) {
    return RANDOM.create(seed);
  }

  private static void run(long seed, Check check) {
    try {
      check.holds(seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + " (-D" + ONE_SEED + "=" + seed + "): " + e, e);
    }
  }
}
