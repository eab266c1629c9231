package io.ipvm.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What brings others' programs and data here: package managers, where the machine has them.
final class Installer {
  private Installer() {}

  static boolean isOnPath(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /// Runs a command in `folder`; what it says goes to a log beside what it brings.
  ///
  /// @throws IOException if it fails
  static void run(Path folder, List<String> command) throws IOException, InterruptedException {
    var log = folder.resolve(command.getFirst() + ".log").toFile();
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " fails, see " + log.getAbsolutePath());
    }
  }
}
