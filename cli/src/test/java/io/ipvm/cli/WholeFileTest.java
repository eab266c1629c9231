package io.ipvm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  private static final WholeFile.Content NEW = out -> out.write("new".getBytes(UTF_8));

  @TempDir private Path folder;

  @Test
  void whatWasThereStaysUntilAllIsWritten() throws IOException {
    var file = folder.resolve("file");
    Files.writeString(file, "old");

    assertThatThrownBy(() ->
            WholeFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("No space left on device");
                }))
        .hasMessageContaining("No space left");

    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("file");
    WholeFile.write(file, NEW);
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void aLinkStaysALinkAndRightsStayRights() throws IOException {
    var file = folder.resolve("file");
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var link = Files.createSymbolicLink(folder.resolve("link"), file);

    WholeFile.write(link, NEW);
    WholeFile.write(folder.resolve("other"), NEW);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("other"))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void whatIsNoPlainFileIsNotReplaced() throws IOException, InterruptedException {
    var pipe = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "skipped: no mkfifo");
    var read = new String[1];
    var reader = Thread.ofVirtual().start(() -> read[0] = readAll(pipe));

    WholeFile.write(pipe, NEW);
    reader.join();

    assertThat(read[0]).isEqualTo("new");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThatThrownBy(() -> WholeFile.write(folder, NEW))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
  }

  private static String readAll(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
