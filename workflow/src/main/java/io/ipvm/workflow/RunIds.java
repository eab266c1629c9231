package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// Makes run ids, each greater than all before it: also within one millisecond, and while the clock
/// stands still or jumps back. Any thread may ask.
public final class RunIds {
  private final Clock clock;
  private final RandomGenerator random;
  private final Object lock = new Object();

  /// Written and read under `lock`.
  private BigInteger last = BigInteger.valueOf(-1);

  public RunIds(Clock clock, RandomGenerator random) {
    this.clock = requireNonNull(clock);
    this.random = requireNonNull(random);
  }

  public RunId next() {
    synchronized (lock) {
      // Before 1970 there is no ULID; the random part still keeps ids apart.
      long millis = Math.max(0, clock.millis());
      var fresh = BigInteger.valueOf(millis).shiftLeft(RunId.RANDOM_BITS).or(randomPart());
      // One more than the last is still a ULID: if the random part overflows, the time moves on.
      last = timeOf(fresh).compareTo(timeOf(last)) > 0 ? fresh : last.add(BigInteger.ONE);
      return RunId.of(last);
    }
  }

  private BigInteger randomPart() {
    var bytes = new byte[RunId.RANDOM_BITS / Byte.SIZE];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes);
  }

  private static BigInteger timeOf(BigInteger value) {
    return value.shiftRight(RunId.RANDOM_BITS);
  }
}
