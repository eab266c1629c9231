package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumaneTest {
  @Test
  void aClockThatWentBackTookNoTime() {
    assertThat(Humane.duration(Duration.ofDays(-1))).isEqualTo("0 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "812345, 812 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "1400000, 1.4 MB",
    "9223372036854775807, 9.2 EB",
  })
  void saysSizes(long bytes, String said) {
    assertThat(Humane.size(bytes)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "99, 99 ms",
    "100, 0.1 s",
    "1249, 1.2 s",
    "59949, 59.9 s",
    "59950, 1 m 0 s",
    "72000, 1 m 12 s",
    "3599000, 59 m 59 s",
    "11100000, 3 h 5 m",
    "187200000, 2 d 4 h",
  })
  void saysDurations(long millis, String said) {
    assertThat(Humane.duration(Duration.ofMillis(millis))).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "-5, just now",
    "1, just now",
    "2, 2 s ago",
    "59, 59 s ago",
    "60, 1 m ago",
    "3600, 1 h ago",
    "86400, 1 d ago",
  })
  void saysHowLongAgo(long seconds, String said) {
    var now = Instant.parse("2026-01-02T03:04:05Z");

    assertThat(Humane.ago(now.minusSeconds(seconds), now)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 tasks", "1, 1 task", "2, 2 tasks"})
  void counts(long number, String said) {
    assertThat(Humane.count(number, "task")).isEqualTo(said);
  }
}
