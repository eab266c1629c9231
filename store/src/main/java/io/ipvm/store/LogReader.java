package io.ipvm.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Reads single frames from anywhere in the log; every read is checked.
final class LogReader implements AutoCloseable {
  /// Most frames fit, so that one read gets them whole.
  private static final int FIRST_READ = 2048;

  private final Path folder;

  /// By the log position of their first byte. Filled when a position lies in none of them.
  private final ConcurrentSkipListMap<Long, ReadFile> segments = new ConcurrentSkipListMap<>();

  LogReader(Path folder) {
    this.folder = folder;
  }

  /// The frame at `position`, which an index or another frame said is there.
  ///
  /// @throws StoreException `CORRUPT` if there is no intact one
  Frame read(long position) {
    try {
      var frame = find(position);
      if (frame.isEmpty()) {
        addSegments(); // this one may have been begun since
        frame = find(position);
      }
      return frame.orElseThrow(() -> damaged(position));
    } catch (IOException e) {
      throw Failures.opening(folder, e);
    }
  }

  private Optional<Frame> find(long position) throws IOException {
    var segment = segments.floorEntry(position);
    if (segment == null) {
      return Optional.empty();
    }
    long at = position - segment.getKey();
    var bytes = segment.getValue().read(at, FIRST_READ);
    if (bytes.length >= Frame.HEADER) {
      int size = Frame.claimedSize(bytes, 0);
      int whole = Frame.HEADER + size;
      if (size <= Frame.MAX_BODY && whole > bytes.length) {
        bytes = segment.getValue().read(at, whole);
      }
    }
    return Frame.isIntact(bytes, 0, position)
        ? Optional.of(Frame.read(bytes, 0))
        : Optional.empty();
  }

  private void addSegments() throws IOException {
    synchronized (segments) {
      for (var segment : Segment.list(folder)) {
        if (!segments.containsKey(segment.base())) {
          segments.put(segment.base(), new ReadFile(segment.path()));
        }
      }
    }
  }

  private StoreException damaged(long position) {
    var segment = segments.floorEntry(position);
    return segment == null
        ? Failures.corrupt(folder, position, "the segment with that record is missing")
        : Failures.corrupt(
            segment.getValue().path(),
            position - segment.getKey(),
            "there is no intact record; restore the file from a copy, or if that one is good delete"
                + " index.db, which is made again");
  }

  @Override
  public void close() {
    for (var segment : segments.values()) {
      try {
        segment.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
