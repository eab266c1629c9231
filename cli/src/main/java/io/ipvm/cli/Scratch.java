package io.ipvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder for things that are not to stay, on the disk where the data directory is.
record Scratch(Path root) implements AutoCloseable {
  /// Makes one in the cache of the data directory, which is made if need be.
  static Scratch beside(Session session) throws IOException {
    session.reader();
    var cache = Files.createDirectories(session.dataDirectory().cache());
    return new Scratch(Files.createTempDirectory(cache, "bench-"));
  }

  @Override
  public void close() {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
