package io.ipvm.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a process that is killed can leave of a data directory: every prefix of its log that ends
/// with a record, and every one that ends within the next.
///
/// The index is left out of what is left, so it is rebuilt each time; blocks are older than the
/// records that name them, so all packs may be there.
final class LogPrefixes {
  /// Layout of the log (`Segment`, `Frame`): a file header, then frames that begin with the size of
  /// their body.
  private static final int FILE_HEADER = 32;

  private static final int FRAME_HEADER = 32;

  private final Path whole;
  private final byte[] log;
  private final List<Integer> ends;

  private LogPrefixes(Path whole, byte[] log) {
    this.whole = whole;
    this.log = log;
    this.ends = recordEnds(log);
  }

  /// What is done to each.
  interface Check {
    void of(Path left) throws Exception;
  }

  static LogPrefixes of(Path dataDirectory) throws IOException {
    return new LogPrefixes(dataDirectory, Files.readAllBytes(logOf(dataDirectory)));
  }

  int records() {
    return ends.size() - 1;
  }

  /// Makes each of them in `folder`, in a folder that is named for where its log ends.
  void forEach(Path folder, Check check) throws Exception {
    for (int end : ends) {
      for (int torn : List.of(0, 20, FRAME_HEADER + 5)) {
        var left = folder.resolve("killed-at-" + end + "-and-" + torn);
        copyUpTo(end + torn, left);
        check.of(left);
      }
    }
  }

  private static List<Integer> recordEnds(byte[] log) {
    var numbers = ByteBuffer.wrap(log);
    var ends = new ArrayList<Integer>();
    int at = FILE_HEADER;
    ends.add(at);
    while (at + FRAME_HEADER < log.length && numbers.getInt(at) != 0) {
      at += FRAME_HEADER + numbers.getInt(at);
      ends.add(at);
    }
    return ends;
  }

  private void copyUpTo(int end, Path to) throws IOException {
    try (var files = Files.walk(whole)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var copy = to.resolve(whole.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.getFileName().toString().startsWith("index.db")) {
          Files.copy(file, copy, REPLACE_EXISTING);
        }
      }
    }
    var left = Arrays.copyOf(Arrays.copyOf(log, Math.min(end, log.length)), log.length);
    Files.write(logOf(to), left);
  }

  private static Path logOf(Path dataDirectory) throws IOException {
    try (var files = Files.list(dataDirectory.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }
}
