package io.ipvm.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares output with the files in `src/test/resources/golden`, which are read by people when
/// they change: output is a contract. `-Dipvm.golden=write` writes them anew.
final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static void check(String name, String actual) throws IOException {
    var file = FOLDER.resolve(name);
    if (System.getProperty("ipvm.golden", "").equals("write")) {
      Files.createDirectories(requireNonNull(file.getParent()));
      Files.writeString(file, actual, StandardCharsets.UTF_8);
    }
    assertThat(actual).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }
}
