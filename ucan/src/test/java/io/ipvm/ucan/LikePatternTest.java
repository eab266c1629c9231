package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.testkit.Property;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules POL-4 and POL-5; traps T31 to T34.
final class LikePatternTest {
  private static final String PUBLISHED = "Alice\\*, Bob*, Carol.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice*, Bob, Carol.",
        "Alice*, Bob, Dan, Erin, Carol.",
        "Alice*, Bob  , Carol.",
        "Alice*, Bob*, Carol."
      })
  void passesWhatThePublishedPatternPasses_POL_4(String text) {
    assertThat(matches(PUBLISHED, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice*, Bob, Carol",
        "Alice*, Bob*, Carol!",
        "Alice, Bob, Carol.",
        "Alice Cooper, Bob, Carol.",
        " Alice*, Bob, Carol. "
      })
  void failsWhatThePublishedPatternFails_POL_4(String text) {
    assertThat(matches(PUBLISHED, text)).isFalse();
  }

  @Test
  void anEscapedStarIsAStarAndNotABackslash_T31() {
    assertThat(matches("Alice\\*", "Alice*")).isTrue();
    assertThat(matches("Alice\\*", "Alice\\")).isFalse();
    assertThat(matches("Alice\\*", "Alice\\*")).isFalse();
    assertThat(matches("Alice\\*", "Alice")).isFalse();
  }

  @Test
  void aStarMatchesStarsToo_T32() {
    assertThat(matches("*b", "*ab")).isTrue();
    assertThat(matches("*b", "*b")).isTrue();
    assertThat(matches("a*", "a*")).isTrue();
  }

  @Test
  void aBackslashBeforeAnythingElseIsItself_POL_5_T33() {
    assertThat(matches("a\\b", "a\\b")).isTrue();
    assertThat(matches("a\\b", "ab")).isFalse();
    assertThat(matches("a\\", "a\\")).isTrue();
    assertThat(matches("\\\\", "\\\\")).isTrue();
    // The second backslash escapes the star, the first one is itself.
    assertThat(matches("\\\\*", "\\*")).isTrue();
    assertThat(matches("\\\\*", "\\x")).isFalse();
  }

  @Test
  void aStarMatchesLineBreaks_T34() {
    assertThat(matches("a*b", "a\n\r\u2028\n\u0085b")).isTrue();
  }

  @Test
  void nothingElseIsSpecialAndBothEndsHold() {
    assertThat(matches("", "")).isTrue();
    assertThat(matches("", "a")).isFalse();
    assertThat(matches("*", "")).isTrue();
    assertThat(matches("**", "")).isTrue();
    assertThat(matches("a.c", "abc")).isFalse();
    assertThat(matches("a?c", "abc")).isFalse();
    assertThat(matches("[a-c]", "b")).isFalse();
    assertThat(matches("aba*aba", "aba")).isFalse();
    assertThat(matches("aba*aba", "abaaba")).isTrue();
    assertThat(matches("a*b*c", "acb")).isFalse();
    assertThat(matches("*@example.com", "a@example.com")).isTrue();
    assertThat(matches("*@example.com", "a@example.com.evil")).isFalse();
    assertThat(matches("A*", "a")).isFalse();
    assertThat(matches("é", "e\u0301")).isFalse();
  }

  @Test
  void agreesWithATableOfAllPrefixes() {
    Property.check(
        3_000,
        seed -> {
          var random = Property.random(seed);
          var pattern = text(random.nextInt(20), "ab*\\", random);
          var text = text(random.nextInt(40), "ab*\\", random);
          assertThat(matches(pattern, text))
              .as("%s on %s", pattern, text)
              .isEqualTo(NaivePolicy.like(pattern, text));
        });
  }

  @Test
  void longPiecesAreFoundToo() {
    Property.check(
        2_000,
        seed -> {
          var random = Property.random(seed);
          var piece = text(17 + random.nextInt(20), "ab", random);
          var text = text(random.nextInt(60), "ab", random);
          var holding = text + piece + text(random.nextInt(9), "ab", random);
          var pattern = LikePattern.of("*" + piece + "*");
          assertThat(pattern.matches(holding)).isTrue();
          assertThat(pattern.matches(text)).isEqualTo(text.contains(piece));
        });
  }

  @Test
  void patternsThatMakeOthersSlowTakeNoTime() {
    var text = "a".repeat(60_000);
    var stars = "a*".repeat(2_000) + "b*a";
    var piece = "*" + "a".repeat(20_000) + "b*";
    var square = "*" + "a".repeat(15) + "b*";

    Assertions.assertTimeout(
        Duration.ofSeconds(1),
        () -> {
          assertThat(matches(stars, text)).isFalse();
          assertThat(matches(piece, text)).isFalse();
          assertThat(matches(square, text)).isFalse();
          assertThat(matches("*".repeat(60_000), text)).isTrue();
        });
  }

  private static String text(int size, String letters, java.util.random.RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static boolean matches(String pattern, String text) {
    return LikePattern.of(pattern).matches(text);
  }
}
