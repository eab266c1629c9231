package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times, limits and policies as people type them.
final class TypedTermsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.5Z");

  @ParameterizedTest
  @CsvSource({
    "30d, 2026-07-01T12:00:00Z",
    "5m, 2026-06-01T12:05:00Z",
    "2026-12-04, 2026-12-04T23:59:59Z",
    "2026-12-04T18:00Z, 2026-12-04T18:00:00Z",
    "2026-12-04T18:00:30+01:00, 2026-12-04T17:00:30Z",
  })
  void anEndIsAMoment(String typed, Instant end) {
    assertThat(Moment.end("--expires", typed, NOW)).contains(end);
  }

  @Test
  void aDayBeginsAtMidnightAndNeverIsNoMoment() {
    assertThat(Moment.begin("--not-before", "2026-12-04", NOW)).isEqualTo("2026-12-04T00:00:00Z");
    assertThat(Moment.end("--expires", "never", NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"friday", "2026-13-01", "2026-12-04T18", "-1d", "1w", "9999999999d", "9999d"})
  void whatIsNoTimeIsRefused(String typed) {
    assertThatThrownBy(() -> Moment.end("--expires", typed, NOW)).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T12:00:00Z, now",
    "2026-06-01T12:01:00Z, in 60 s",
    "2026-06-01T12:05:00Z, in 5 m",
    "2026-06-02T11:00:00Z, in 23 h",
    "2026-06-05T23:59:59Z, in 4 d",
    "2026-05-01T12:00:00Z, 31 d ago",
  })
  void timesAreSaidAsPeopleDo(Instant then, String said) {
    assertThat(Moment.relative(then, NOW)).isEqualTo(said);
  }

  @Test
  void limitsHaveUnits() {
    assertThat(LimitsText.parse("gas=1.5e9,memory=256MiB,time=30s"))
        .isEqualTo(
            MapNode.EMPTY
                .with("gas", Node.of(1_500_000_000L))
                .with("memory", Node.of(268_435_456L))
                .with("time", Node.of(30_000L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gas",
        "fuel=1",
        "gas=0",
        "gas=0.5",
        "gas=1e99",
        "gas=-1",
        "memory=1XB",
        "",
        "gas=1,"
      })
  void whatIsNoLimitIsRefused(String typed) {
    assertThatThrownBy(() -> LimitsText.parse(typed)).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "35, 20", "70, 20", "70, 40"})
  void theMarkStandsBelowItsColumn(int column, int width) {
    var text = "0123456789".repeat(7);

    var lines = PolicyText.excerpt(text, column, width).lines().toList();

    int mark = lines.get(1).indexOf('^');
    assertThat(lines.get(0).length()).isLessThanOrEqualTo(width);
    assertThat(lines.get(0).charAt(mark)).isEqualTo(text.charAt(column - 1));
  }

  @Test
  void aMistakeAtTheEndIsMarkedBehindIt() {
    assertThat(PolicyText.excerpt("mod ==", 7, 40)).isEqualTo("mod ==\n      ^");
  }
}
