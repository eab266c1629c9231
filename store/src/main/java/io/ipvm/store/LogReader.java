package io.ipvm.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Reads single frames from anywhere in the log; every read is checked.
final class LogReader implements AutoCloseable {
  private final Path folder;

  // By the log position of their first byte, as they were when somebody looked last. Replaced
  // under the lock of `readers`, read by anybody.
  private volatile NavigableMap<Long, Segment> segments = new TreeMap<>();

  /// Of segments that somebody read from, by the same positions.
  private final Map<Long, SegmentReader> readers = new ConcurrentHashMap<>();

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
      SegmentReader stale = null;
      var segment = segments.floorEntry(position);
      if (segment != null) {
        stale = reader(segment.getValue());
        try {
          return stale.find(position);
        } catch (StoreException e) {
          if (e.kind() != StoreException.Kind.CORRUPT) {
            throw e;
          }
          // Look again: a segment may have been begun, or compacted, since this file was opened.
        }
      }
      segment = lookAgain(position, stale);
      if (segment == null) {
        throw Failures.corrupt(folder, position, "the segment with that record is missing");
      }
      return reader(segment.getValue()).find(position);
    } catch (IOException e) {
      throw Failures.opening(folder, e);
    }
  }

  private SegmentReader reader(Segment segment) throws IOException {
    var reader = readers.get(segment.base());
    if (reader != null) {
      return reader;
    }
    synchronized (readers) {
      reader = readers.get(segment.base());
      if (reader == null) {
        reader = ThinSegment.open(segment);
        readers.put(segment.base(), reader);
      }
      return reader;
    }
  }

  private Map.@Nullable Entry<Long, Segment> lookAgain(long position, @Nullable SegmentReader stale)
      throws IOException {
    synchronized (readers) {
      if (stale != null && readers.values().remove(stale)) {
        replaced.add(stale);
      }
      var found = new TreeMap<Long, Segment>();
      Segment.list(folder).forEach(segment -> found.put(segment.base(), segment));
      segments = found;
      return found.floorEntry(position);
    }
  }

  @Override
  public void close() {
    replaced.addAll(readers.values());
    for (var segment : replaced) {
      try {
        segment.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
