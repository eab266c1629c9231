package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("passphrase");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\nsecond line", "\r\nsecond line"})
  void isTheFirstLineOfAFile(String rest) throws IOException {
    write("pässword 1" + rest);

    assertThat(Passphrase.ofFile(file).characters()).isEqualTo("pässword 1".toCharArray());
    assertThat(Passphrase.ofFile(file).utf8())
        .isEqualTo("pässword 1".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hasAtLeastOneCharacterAndAtMostSoMany() throws IOException {
    var longest = "p".repeat(Passphrase.MAX_SIZE);
    write(longest);

    assertThat(Passphrase.ofFile(file).characters()).hasSize(Passphrase.MAX_SIZE);
    assertThat(Passphrase.owned(longest.toCharArray()).characters()).hasSize(Passphrase.MAX_SIZE);
    for (var text : new String[] {"", "\n", longest + "p"}) {
      write(text);
      assertThatThrownBy(() -> Passphrase.ofFile(file))
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith("passphrase file " + file + " has ")
          .hasMessageEndingWith(" characters in its first line, has to have 1 to 1024");
    }
    assertThatThrownBy(() -> Passphrase.owned(new char[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Passphrase.owned((longest + "p").toCharArray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a passphrase has 1025 characters, has to have 1 to 1024");
  }

  @Test
  void refusesAFileThatOthersReadOrThatIsNone() throws IOException {
    assertThatThrownBy(() -> Passphrase.ofFile(file))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessage("passphrase file " + file + " does not exist");
    write("x".repeat(5000));
    assertThatThrownBy(() -> Passphrase.ofFile(file)).hasMessageContaining("it is no passphrase");

    assumeTrue(FileRights.isPosix(folder), "skipped: this file system has no POSIX rights");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Passphrase.ofFile(file))
        .hasMessageStartingWith("passphrase file " + file + " has rights rw-r-----");
  }

  @Test
  void isGoneWhenItIsClosedAndNeverShown() {
    var characters = "secret".toCharArray();
    var passphrase = Passphrase.owned(characters);

    assertThat(passphrase).hasToString("passphrase");
    passphrase.close();
    assertThat(characters).containsOnly('\0');
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    if (FileRights.isPosix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
