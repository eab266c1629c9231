package io.ipvm.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What lies around the jar that was started.
final class Installation {
  /// Where SQLite's library for Java looks for its native part before it unpacks one, which takes a
  /// tenth of a second.
  private static final String SQLITE = "org.sqlite.lib.path";

  private Installation() {}

  /// Absent where the program was not started from its jar, as by a launcher.
  static Optional<Path> jar() {
    var path = System.getProperty("java.class.path", "");
    return path.endsWith(".jar") && !path.contains(File.pathSeparator)
        ? Optional.of(Path.of(path))
        : Optional.empty();
  }

  /// Points libraries to natives that were unpacked when the program was built or packed.
  static void useUnpackedNatives() {
    jar()
        .map(jar -> jar.resolveSibling("../native").normalize())
        .filter(folder -> System.getProperty(SQLITE) == null && Files.isDirectory(folder))
        .ifPresent(folder -> System.setProperty(SQLITE, folder.toString()));
  }
}
