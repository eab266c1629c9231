package io.ipvm.workflow;

import java.time.Duration;

/// What one task may use.
///
/// @param gas units of `ipvm-gas/1`
/// @param memory bytes
/// @param time wall clock
public record Limits(long gas, long memory, Duration time) {
  private static final long MIB = 1024 * 1024;

  /// For native documents that say nothing (`wasm.md` section 3).
  public static final Limits NATIVE =
      new Limits(Long.MAX_VALUE, 256 * MIB, Duration.ofSeconds(100));

  /// No limit but what the machine has.
  public static final Limits WIDEST =
      new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(365));

  /// For Homestar documents that say nothing (`homestar.md` section 2).
  public static final Limits HOMESTAR =
      new Limits(Long.MAX_VALUE, 4096 * MIB, Duration.ofSeconds(100));

  public Limits {
    if (gas < 0 || memory < 0 || time.isNegative()) {
      throw new IllegalArgumentException("negative limit: " + gas + ", " + memory + ", " + time);
    }
  }
}
