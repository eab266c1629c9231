package io.ipvm.store;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/// Data directories on a real disk.
final class Folders {
  private Folders() {}

  static EmbeddedStore open(Path folder) {
    return EmbeddedStore.open(folder, Clock.systemUTC());
  }

  static EmbeddedStore open(Path folder, Disk disk) {
    var means = new EmbeddedStore.Means(disk, Indexer.Slack.USUAL);
    return EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means);
  }

  /// What a crash would leave: the files as they are now, without the lock.
  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, REPLACE_EXISTING);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// The only segment of the log.
  static Path segment(Path folder) throws IOException {
    return only(Segment.list(new DataFolder(folder).log()).stream().map(Segment::path).toList());
  }

  /// The only pack.
  static Path pack(Path folder) throws IOException {
    return only(Pack.list(new DataFolder(folder).packs()).stream().map(Pack::path).toList());
  }

  private static Path only(List<Path> files) {
    if (files.size() != 1) {
      throw new AssertionError("one file was expected: " + files);
    }
    return files.getFirst();
  }

  static void flip(Path file, byte[] intact, int at) throws IOException {
    var damaged = intact.clone();
    damaged[at] ^= (byte) (1 << (at % 8));
    Files.write(file, damaged);
  }
}
