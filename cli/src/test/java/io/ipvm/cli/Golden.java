package io.ipvm.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares output with files that are read by people when they change: output is a contract. They
/// are in `src/test/resources/golden`, or published in `docs`. `-Dipvm.golden=write` writes them
/// anew.
final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static void check(String name, String actual) throws IOException {
    check(FOLDER, name, actual);
  }

  static void check(Path folder, String name, String actual) throws IOException {
    var file = folder.resolve(name);
    if (writes()) {
      Files.createDirectories(requireNonNull(file.getParent()));
      Files.writeString(file, actual, StandardCharsets.UTF_8);
    }
    assertThat(file).as("-Dipvm.golden=write writes it").exists();
    assertThat(actual).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }

  /// Compares what stands in a page between the comments `NAME` and `end of NAME`.
  static void checkPart(Path file, String name, String actual) throws IOException {
    var page = Files.readString(file, StandardCharsets.UTF_8);
    var begin = "<!-- " + name + " -->\n";
    var end = "\n<!-- end of " + name + " -->";
    assertThat(page).contains(begin, end);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    if (writes()) {
      Files.writeString(
          file, page.substring(0, from) + actual + page.substring(to), StandardCharsets.UTF_8);
    } else {
      assertThat(actual).isEqualTo(page.substring(from, to));
    }
  }

  private static boolean writes() {
    return System.getProperty("ipvm.golden", "").equals("write");
  }
}
