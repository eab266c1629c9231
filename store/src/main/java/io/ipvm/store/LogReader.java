package io.ipvm.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Reads single frames from anywhere in the log; every read is checked.
final class LogReader implements AutoCloseable {
  private final Path folder;

  /// By the log position of their first byte. Filled when a position lies in none of them.
  private final ConcurrentSkipListMap<Long, SegmentReader> segments = new ConcurrentSkipListMap<>();

  /// Readers of files that are not there any more, which somebody may still be using.
  private final ConcurrentLinkedQueue<SegmentReader> replaced = new ConcurrentLinkedQueue<>();

  LogReader(Path folder) {
    this.folder = folder;
  }

  /// The frame at `position`, which an index or another frame said is there; empty if it was purged
  /// since.
  ///
  /// @throws StoreException `CORRUPT` if there is no intact one
  Optional<Frame> find(long position) {
    try {
      var segment = segments.floorEntry(position);
      if (segment != null) {
        try {
          return segment.getValue().find(position);
        } catch (StoreException e) {
          if (e.kind() != StoreException.Kind.CORRUPT) {
            throw e;
          }
          // Look again: a segment may have been begun, or compacted, since this file was opened.
        }
      }
      segment = openAgain(segment, position);
      if (segment == null) {
        throw Failures.corrupt(folder, position, "the segment with that record is missing");
      }
      return segment.getValue().find(position);
    } catch (IOException e) {
      throw Failures.opening(folder, e);
    }
  }

  private Map.@Nullable Entry<Long, SegmentReader> openAgain(
      Map.@Nullable Entry<Long, SegmentReader> stale, long position) throws IOException {
    synchronized (segments) {
      if (stale != null && segments.remove(stale.getKey(), stale.getValue())) {
        replaced.add(stale.getValue());
      }
      for (var segment : Segment.list(folder)) {
        if (!segments.containsKey(segment.base())) {
          segments.put(segment.base(), ThinSegment.open(segment));
        }
      }
      return segments.floorEntry(position);
    }
  }

  @Override
  public void close() {
    replaced.addAll(segments.values());
    for (var segment : replaced) {
      try {
        segment.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
