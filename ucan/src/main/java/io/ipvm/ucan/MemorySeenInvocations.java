package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The invocations that were carried out, as long as the process lives.
///
/// It forgets what has expired, for that is refused by its time; not before the skew that the
/// validator tolerates is over, too. When it is full of what has not, it takes nothing more, for
/// forgetting would let somebody repeat. Any thread may call.
public final class MemorySeenInvocations implements SeenInvocations {
  private final int capacity;
  private final Clock clock;
  private final long skew;

  private record Seen(Cid invocation, long expires) {
    static final Comparator<Seen> BY_EXPIRY = Comparator.comparingLong(Seen::expires);
  }

  // Both guarded by `seen`; what never expires is in the set alone.
  private final Set<Cid> seen = new HashSet<>();
  private final PriorityQueue<Seen> expiring = new PriorityQueue<>(Seen.BY_EXPIRY);

  /// Takes up to `capacity` invocations that have not expired.
  ///
  /// @param skew what the validator tolerates
  public MemorySeenInvocations(int capacity, Clock clock, Duration skew) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("a capacity of " + capacity + " is not positive");
    }
    this.capacity = capacity;
    this.clock = clock;
    this.skew = skew.toSeconds();
  }

  @Override
  public boolean contains(Cid invocation) {
    synchronized (seen) {
      return seen.contains(invocation);
    }
  }

  /// Remembers until `expires` and the skew are over.
  ///
  /// @throws IpvmException `UNAVAILABLE` if it is full; nothing may be carried out then
  @Override
  public boolean add(Cid invocation, @Nullable Long expires) {
    long now = clock.instant().getEpochSecond();
    synchronized (seen) {
      if (seen.contains(invocation)) {
        return false;
      }
      forgetExpired(now);
      if (seen.size() >= capacity) {
        throw new IpvmException(
            ErrorCode.UNAVAILABLE,
            "invocation "
                + invocation
                + " cannot be remembered: "
                + seen.size()
                + " have not expired, limit "
                + capacity);
      }
      seen.add(invocation);
      if (expires != null) {
        expiring.add(new Seen(invocation, expires));
      }
      return true;
    }
  }

  private void forgetExpired(long now) {
    for (var first = expiring.peek();
        first != null && now - skew > first.expires;
        first = expiring.peek()) {
      seen.remove(first.invocation);
      expiring.remove();
    }
  }

  int size() {
    synchronized (seen) {
      return seen.size();
    }
  }
}
