package io.ipvm.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The example in a README, compiled and run as a reader would who copied it into a file: what it
/// prints has to be what the README says it prints.
///
/// The first block marked `java` is a whole program, the first one marked `text` is its output.
public final class ReadmeExample {
  private static final int SECONDS = 120;

  private final String readme;

  private ReadmeExample(String readme) {
    this.readme = readme;
  }

  public static ReadmeExample in(Path readme) throws IOException {
    return new ReadmeExample(Files.readString(readme));
  }

  /// What the README says that its example prints.
  public String promised() {
    return block("text");
  }

  /// What the example prints, on standard output and standard error, on the class path of this
  /// test.
  ///
  /// @param folder where it is written to
  public String run(Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("Example.java"), block("java"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")
                + System.getProperty("path.separator")
                + System.getProperty("jdk.module.path", ""),
            file.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var out = new ByteArrayOutputStream();
      process.getInputStream().transferTo(out);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new UncheckedIOException(new IOException("the example did not end"));
      }
      return out.toString(StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private String block(String language) {
    var begin = "```" + language + "\n";
    int from = readme.indexOf(begin);
    int to = readme.indexOf("```\n", from + begin.length());
    if (from < 0 || to < 0) {
      throw new IllegalStateException("the README has no block of " + language);
    }
    return readme.substring(from + begin.length(), to);
  }
}
