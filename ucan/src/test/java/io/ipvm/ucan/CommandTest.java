package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/crud",
        "/crud/create",
        "/stack/pop",
        "/crypto/sign",
        "/foo/bar/baz/qux/quux",
        "/ほげ/ふが",
        "/1.0/a-b_c"
      })
  void readsCommands(String text) {
    assertThat(Command.parse(text)).hasToString(text);
  }

  /// Trap T6: another library crashes on the empty text.
  @ParameterizedTest
  @CsvSource({
    "'', does not begin with a slash",
    "crud, does not begin with a slash",
    "crud/, does not begin with a slash",
    "/crud/, ends in a slash",
    "//, ends in a slash",
    "/a//b, has an empty segment",
    "/Crud, is not in lower case",
    "/crud/Ünder, is not in lower case",
    // A title case letter, neither upper nor lower.
    "/ǅ, is not in lower case"
  })
  void refusesWhatIsNoCommand(String text, String why) {
    assertThatThrownBy(() -> Command.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCommandHasAtMost255Bytes() {
    assertThat(Command.parse("/" + "x".repeat(254)).text()).hasSize(255);
    assertThatThrownBy(() -> Command.parse("/" + "x".repeat(253) + "é"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a command has 256 bytes, limit 255");
  }
}
