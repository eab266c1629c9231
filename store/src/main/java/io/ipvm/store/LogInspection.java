package io.ipvm.store;

import io.ipvm.store.Inspection.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Reads the whole log, also behind damage: a frame carries its position, so the next intact one is
/// found. What counts as damage is what [LogScan] says.
final class LogInspection {
  /// How often a place is looked at that somebody may be writing.
  private static final int LOOKS = 3;

  private static final String ADVICE =
      "restore the file from a copy; without one, keep the folder and begin another: --data-dir DIR";

  private final List<Segment> segments;
  private final Inspection.Tally tally;
  private PackPosition vouched = PackPosition.START;

  LogInspection(List<Segment> segments, Inspection.Tally tally) {
    this.segments = segments;
    this.tally = tally;
  }

  /// Returns up to where the log vouches for the packs.
  PackPosition run() {
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      try {
        if (i == 0 && segment.base() > 0) {
          damaged(segment, 0, "it is the first segment, what came before it is missing");
        }
        if (i < segments.size() - 1) {
          sealed(segment, segments.get(i + 1).base());
        } else {
          last(segment, LOOKS);
        }
      } catch (StoreException e) {
        damaged(segment, 0, String.valueOf(e.getMessage()));
      }
    }
    return vouched;
  }

  private void sealed(Segment segment, long end) {
    var thin = ThinSegment.find(segment);
    if (thin.isPresent()) {
      thin(segment, thin.get(), end);
      return;
    }
    var part = SegmentPart.load(segment, segment.base());
    long at = part.start();
    while (at < part.end()) {
      at = visit(part, at);
      if (at < part.end()) {
        at = skip(segment, part, at);
      }
    }
    if (at < end) {
      damaged(segment, at - segment.base(), "the file ends there, before the next one begins");
    }
    tally.read(part.end() - segment.base());
  }

  private void thin(Segment segment, ThinSegment thin, long end) {
    try (thin) {
      if (thin.end() != end) {
        damaged(segment, 0, "it ends at " + thin.end() + ", the next one begins at " + end);
      }
      thin.inspect(this::whole, (what, at) -> damaged(segment, at, what));
      tally.read(Files.size(segment.path()));
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  private void last(Segment segment, int looks) {
    var part = SegmentPart.load(segment, segment.base());
    long at = part.start();
    while (true) {
      at = visit(part, at);
      if (part.isZero(at) || !part.vouchesFor(at)) {
        break;
      }
      if (looks > 1) {
        // Or the frame was written after this place was read, and before the next one was.
        part = SegmentPart.load(segment, segment.base());
        looks--;
      } else {
        at = skip(segment, part, at);
      }
    }
    tally.read(part.end() - segment.base());
  }

  private long visit(SegmentPart part, long from) {
    long at = from;
    while (at < part.end() && part.isIntact(at)) {
      var frame = part.frame(at);
      whole(frame);
      at = frame.end();
    }
    return at;
  }

  private void whole(Frame frame) {
    if (EntryCodec.read(frame) instanceof LogEntry.Synced(var packs)
        && packs.compareTo(vouched) > 0) {
      vouched = packs;
    }
    tally.record();
  }

  private long skip(Segment segment, SegmentPart part, long at) {
    long next = part.nextIntact(at);
    damaged(
        segment,
        at - segment.base(),
        "the record there is damaged, the next whole one is "
            + (next == part.end() ? "not in this file" : (next - at) + " bytes behind it"));
    return next;
  }

  private void damaged(Segment segment, long offset, String what) {
    tally.damaged(new Damage(segment.path(), offset, what, ADVICE));
  }
}
