package io.ipvm.ucan;

import org.jspecify.annotations.Nullable;

/// When something holds, both ends included, in seconds since 1970 (rules TIM-4, C9).
///
/// @param notBefore null: since ever
/// @param expires null: for ever
public record Window(@Nullable Long notBefore, @Nullable Long expires) {
  public static final Window ALWAYS = new Window(null, null);

  /// What lies in both.
  public Window and(Window other) {
    return new Window(later(notBefore, other.notBefore), earlier(expires, other.expires));
  }

  public boolean contains(long seconds) {
    return contains(seconds, 0);
  }

  /// The same by a clock that may be off by `skew` seconds, in favour of the holder (rule C10).
  boolean contains(long seconds, long skew) {
    return (notBefore == null || seconds + skew >= notBefore)
        && (expires == null || seconds - skew <= expires);
  }

  private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
    return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
  }

  private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
    return a == null ? b : b == null ? a : Long.valueOf(Math.min(a, b));
  }
}
