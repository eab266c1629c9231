package io.ipvm.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Installs what others publish on npm, into a folder that stays for the next time.
final class Npm {
  private Npm() {}

  static boolean isHere() {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, "npm"))) {
        return true;
      }
    }
    return false;
  }

  /// Installs `packages`, each with its version.
  static void install(Path folder, String... packages) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("npm", "install", "--prefix", ".", "--no-audit", "--no-fund"));
    command.addAll(List.of(packages));
    var log = folder.resolve("npm.log").toFile();
    var npm =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    if (npm.waitFor() != 0) {
      throw new IOException(
          "npm cannot install " + String.join(", ", packages) + ", see " + log.getAbsolutePath());
    }
  }
}
