package io.ipvm.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Goes through the whole log, frame by frame.
final class LogWalk {
  private LogWalk() {}

  /// @throws StoreException `CORRUPT` if something is damaged
  static void over(List<Segment> segments, BiConsumer<Frame, LogEntry> visitor) {
    if (segments.isEmpty()) {
      return;
    }
    new LogScan(
            segments,
            new LogScan.Visitor() {
              @Override
              public void frame(Frame frame) {
                visitor.accept(frame, EntryCodec.read(frame));
              }

              @Override
              public void sealed(long end) {}
            })
        .from(0, true);
  }

  /// The frames of a segment that ends at log position `end`, because the next one begins there.
  ///
  /// @throws StoreException `CORRUPT` if something is damaged
  static List<Frame> sealed(Segment segment, long end) {
    var frames = new ArrayList<Frame>();
    LogScan.sealed(segment, end, frames::add);
    return frames;
  }
}
