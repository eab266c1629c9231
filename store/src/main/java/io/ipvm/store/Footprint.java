package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much room a store takes on the disk, by its parts. Takes no lock.
///
/// @param segments files of the log
/// @param logBytes what they take, with space that is allocated ahead
/// @param packs files of blocks
/// @param packBytes what they take
/// @param indexBytes what the index takes; it can be made again
public record Footprint(int segments, long logBytes, int packs, long packBytes, long indexBytes) {
  /// Measures the store in `dataDir`; all is 0 where there is none.
  ///
  /// @throws StoreException if a folder cannot be read
  public static Footprint of(Path dataDir) {
    var folder = new DataFolder(dataDir);
    try {
      var segments = Segment.list(folder.log()).stream().map(Segment::path).toList();
      var packs = Pack.list(folder.packs()).stream().map(Pack::path).toList();
      var index = folder.index();
      return new Footprint(
          segments.size(),
          bytes(segments),
          packs.size(),
          bytes(packs),
          Files.exists(index) ? Files.size(index) : 0);
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (var file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /// Bytes of everything.
  public long bytes() {
    return logBytes + packBytes + indexBytes;
  }
}
