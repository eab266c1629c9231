package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTest {
  @Test
  void countsColumnsNotCharacters() {
    assertThat(Text.width("abc")).isEqualTo(3);
    assertThat(Text.width("日本")).isEqualTo(4);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
    assertThat(Text.width("🎉")).isEqualTo(2);
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(Text.cut("contact-sheet", 13)).isEqualTo("contact-sheet");
    assertThat(Text.cut("contact-sheet", 8)).isEqualTo("contact…");
    assertThat(Text.cut("日本語", 5)).isEqualTo("日本…");
  }

  @Test
  void cutsIdentifiersInTheMiddle() {
    assertThat(Text.cutMiddle("bafyreia2lhcccpkc3rp63b", 11)).isEqualTo("bafyrei…63b");
    assertThat(Text.cutMiddle("short", 11)).isEqualTo("short");
  }

  @Test
  void padsByColumns() {
    assertThat(Text.padRight("日", 4)).isEqualTo("日  ");
    assertThat(Text.padLeft("7", 3)).isEqualTo("  7");
    assertThat(Text.padLeft("1234", 3)).isEqualTo("1234");
  }

  @Test
  void spellsOutWhatWouldMoveTheCursor() {
    var hostile = "a\u001b[2Jb\nc\td\re\u0007f\u202eg";

    assertThat(Text.visible(hostile)).isEqualTo("a\\u001b[2Jb\\nc\\td\\re\\u0007f\\u202eg");
    assertThat(Text.visible("plain ünïcode")).isEqualTo("plain ünïcode");
    assertThat(Text.visibleLines("a\nb\u001b")).containsExactly("a", "b\\u001b");
  }

  @Test
  void wrapsAtSpaces() {
    assertThat(Text.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(Text.wrap("incomprehensibilities is long", 10))
        .containsExactly("incomprehensibilities", "is long");
  }
}
