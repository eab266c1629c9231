package io.ipvm.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Moments as people type them: a time from now (`30d`), a day (`2026-12-04`), an instant
/// (`2026-12-04T18:00Z`), or `never`. Tokens count whole seconds, so these do.
final class Moment {
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;

  private Moment() {}

  /// The last second something holds; a day counts to its end in UTC. Empty is `never`.
  static Optional<Instant> end(String option, String text, Instant now) {
    return text.equals("never")
        ? Optional.empty()
        : Optional.of(parse(option, text, now, LAST_SECOND));
  }

  /// The first second something holds; a day counts from its begin in UTC.
  static Instant begin(String option, String text, Instant now) {
    return parse(option, text, now, LocalTime.MIDNIGHT);
  }

  private static Instant parse(String option, String text, Instant now, LocalTime ofDay) {
    if (text.matches("[0-9]{1,9}[a-z]*")) {
      return now.truncatedTo(ChronoUnit.SECONDS).plus(Arguments.parseDuration(option, text));
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atTime(ofDay).toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException _) {
      throw Failure.usage(
          option + " has a value that is no time",
          "it is "
              + Text.visible(text)
              + ", and has to be like 30d, 12h, 2026-12-04, 2026-12-04T18:00Z or never",
          option + " 30d");
    }
  }

  /// `2026-12-04T18:00:00Z, in 8 d`.
  static String shown(long seconds, Instant now) {
    var then = Instant.ofEpochSecond(seconds);
    return then + ", " + relative(then, now);
  }

  /// `in 8 d`, `3 h ago`, `now`.
  static String relative(Instant then, Instant now) {
    var left = Duration.between(now, then);
    if (left.abs().compareTo(Duration.ofSeconds(1)) < 0) {
      return "now";
    }
    return left.isNegative() ? length(left.negated()) + " ago" : "in " + length(left);
  }

  /// In its largest unit, rounded: what was given for 5 m is 5 m a moment later.
  static String length(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 120) {
      return seconds + " s";
    } else if (seconds < 2 * HOUR) {
      return Math.round(seconds / 60.0) + " m";
    } else if (seconds < 2 * DAY) {
      return Math.round((double) seconds / HOUR) + " h";
    }
    return Math.round((double) seconds / DAY) + " d";
  }
}
