package io.ipvm.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// How long the steps of a [Measure] took.
final class Timings {
  /// More say nothing new.
  private static final int MOST = 100_000;

  /// The part of the time in which the virtual machine gets warm.
  private static final int WARM_UP_PERCENT = 30;

  private final Measure measure;

  /// Sorted, at least one.
  private final long[] nanos;

  private Timings(Measure measure, long[] sorted) {
    this.measure = measure;
    this.nanos = sorted;
  }

  /// Of steps that were timed elsewhere.
  static Timings of(Measure measure, long... nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Timings(measure, sorted);
  }

  /// Repeats the measure for that long. A step that alone takes longer is the only one.
  ///
  /// @param tick called after each step
  static Timings of(Measure measure, Duration time, Tick tick)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long limit = time.toNanos();
    long warm = measure.warmsUp() ? limit * WARM_UP_PERCENT / 100 : 0;
    var nanos = new long[16];
    int count = 0;
    long end;
    do {
      long before = System.nanoTime();
      measure.step().run();
      end = System.nanoTime();
      tick.stepped();
      if (end - begin < warm) {
        continue;
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = end - before;
    } while (count < MOST && end - begin < limit);
    return of(measure, Arrays.copyOf(nanos, count));
  }

  /// Hears that it goes on.
  @FunctionalInterface
  interface Tick {
    void stepped() throws InterruptedException;
  }

  Measure measure() {
    return measure;
  }

  int count() {
    return nanos.length;
  }

  long median() {
    return at(50);
  }

  long p99() {
    return at(99);
  }

  /// Things a second, by the median.
  long rate() {
    return Math.round(measure.units() * 1e9 / Math.max(1, median()));
  }

  /// The smallest time that so many percent did not exceed.
  private long at(int percent) {
    return nanos[(int) Math.ceilDiv((long) nanos.length * percent, 100L) - 1];
  }
}
