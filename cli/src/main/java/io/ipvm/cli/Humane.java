package io.ipvm.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Numbers the way people say them.
final class Humane {
  private static final String[] SIZES = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private static final String[] SHORT_TIMES = {"ns", "µs", "ms", "s"};

  private Humane() {}

  /// `812 kB`, `1.4 MB`; decimal units, as file managers use.
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= 999.5 && unit < SIZES.length - 1) {
      amount /= 1000;
      unit++;
    }
    return (amount < 9.95 ? oneDecimal(amount) : Long.toString(Math.round(amount)))
        + " "
        + SIZES[unit];
  }

  /// `12 ms`, `0.4 s`, `1 m 12 s`, `3 h 5 m`, `2 d 4 h`; `0 ms` by a clock that went back.
  static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 100) {
      return millis + " ms";
    }
    if (millis < 59_950) {
      return oneDecimal(millis / 1000.0) + " s";
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 24 * 60) {
      return minutes / 60 + " h " + minutes % 60 + " m";
    }
    return minutes / (24 * 60) + " d " + minutes / 60 % 24 + " h";
  }

  /// A short time by its first digits: `830 ns`, `14 µs`, `2.5 ms`, `1.2 s`.
  static String nanos(long nanos) {
    double amount = nanos;
    int unit = 0;
    while (amount >= 999.5 && unit < SHORT_TIMES.length - 1) {
      amount /= 1000;
      unit++;
    }
    var digits = amount < 9.95 && unit > 0 ? oneDecimal(amount) : Long.toString(Math.round(amount));
    return digits + " " + SHORT_TIMES[unit];
  }

  /// A large number in groups of three digits: `71,400`.
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `just now`, `12 s ago`, `5 m ago`, `3 h ago`, `2 d ago`; a clock that went back says `just
  /// now`.
  static String ago(Instant then, Instant now) {
    long seconds = Duration.between(then, now).toSeconds();
    if (seconds < 2) {
      return "just now";
    }
    if (seconds < 60) {
      return seconds + " s ago";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m ago";
    }
    if (seconds < 24 * 3600) {
      return seconds / 3600 + " h ago";
    }
    return seconds / (24 * 3600) + " d ago";
  }

  /// `1 task`, `2 tasks`.
  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String oneDecimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
