package io.ipvm.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the log from some position to its end, and says what is wrong with it.
///
/// Three things can follow the last whole frame. Zeros: the log ends here. Bytes that nobody can
/// have been told about: the machine stopped while a batch was being written; they are dropped, and
/// said so. Damage: a frame further on, or the next segment, proves that there were durable frames
/// here. Then nothing is dropped and nothing guessed, the log has to be restored
/// (`docs/decisions/051-torn-or-damaged.md`).
final class LogScan {
  /// How often a suspicious place of a log is looked at that somebody may be writing.
  private static final int LOOKS = 3;

  private final List<Segment> segments;
  private final Visitor visitor;

  /// @param segments all there are, at least one
  LogScan(List<Segment> segments, Visitor visitor) {
    this.segments = segments;
    this.visitor = visitor;
  }

  /// Takes what is found.
  interface Visitor {
    void frame(Frame frame);

    /// All frames before log position `end` were visited, and they are durable.
    void sealed(long end);
  }

  /// Where the log ends.
  ///
  /// @param torn how many bytes behind the last whole frame are no frame
  /// @param bare whether the file ends behind that frame, or within the next few zeros, which may
  ///   be those that a frame begins with: there is always more space laid out ahead, unless
  ///   somebody cut the file off, or the machine stopped while an unfinished write was being
  ///   dropped
  record End(Segment last, long tail, long torn, boolean bare) {
    Optional<String> note() {
      if (torn > 0) {
        return Optional.of(
            last.path()
                + " ended in an unfinished write: "
                + torn
                + " bytes after byte "
                + (tail - last.base())
                + " were dropped");
      }
      return bare
          ? Optional.of(
              last.path()
                  + " ends at byte "
                  + (tail - last.base())
                  + ", right behind a record: if it was cut off there, restore it from a copy")
          : Optional.empty();
    }
  }

  /// Visits every frame from `from` on.
  ///
  /// @param from position of a frame, or of the end; 0 for the whole log
  /// @param shared another process may be appending
  End from(long from, boolean shared) {
    var first = segments.getFirst();
    if (first.base() > from) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          first.path()
              + " is the first segment of the log, but what came before it is missing; restore it"
              + " from a copy");
    }
    long at = from;
    for (int i = 0; i < segments.size() - 1; i++) {
      long end = segments.get(i + 1).base();
      if (at < end) {
        sealed(segments.get(i), at, end, visitor::frame);
        visitor.sealed(end);
        at = end;
      }
    }
    return last(segments.getLast(), at, shared);
  }

  /// Visits all frames of a segment that ends at log position `end`.
  static void sealed(Segment segment, long end, Consumer<Frame> visitor) {
    sealed(segment, segment.base(), end, visitor);
  }

  private static void sealed(Segment segment, long from, long end, Consumer<Frame> visitor) {
    var thin = ThinSegment.find(segment);
    if (thin.isPresent()) {
      thin(segment, thin.get(), from, end, visitor);
      return;
    }
    var part = SegmentPart.load(segment, from);
    long at = visit(part, part.start(), visitor);
    if (at != end) {
      throw Failures.corrupt(
          segment.path(),
          at - segment.base(),
          "the record there is damaged, or a file between it and the next one is missing;"
              + " restore it from a copy");
    }
  }

  private static void thin(
      Segment segment, ThinSegment thin, long from, long end, Consumer<Frame> visitor) {
    try (thin) {
      if (thin.end() != end) {
        throw segment.corrupt(
            "it ends at log position " + thin.end() + ", the next one begins at " + end);
      }
      thin.forEach(from, visitor);
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  private End last(Segment segment, long from, boolean shared) {
    var part = SegmentPart.load(segment, from);
    if (part.end() < from) {
      throw Failures.corrupt(
          segment.path(),
          part.end() - segment.base(),
          "the file ends there, but index.db knows of later records; restore it from a copy, or if"
              + " it is the copy delete index.db, which is made again");
    }
    long at = visit(part, part.start(), visitor::frame);
    int looks = 1;
    while (!part.isZero(at)) {
      if (!part.vouchesFor(at)) {
        return new End(segment, at, part.end() - at, false);
      }
      if (!shared || looks == LOOKS) {
        throw Failures.corrupt(
            segment.path(),
            at - segment.base(),
            "the record there is damaged, records after it are not; restore the file from a copy");
      }
      // Or the frame was written after this place was read, and before the next one was.
      part = SegmentPart.load(segment, at);
      long reached = visit(part, at, visitor::frame);
      looks = reached > at ? 1 : looks + 1;
      at = reached;
    }
    return new End(segment, at, 0, part.end() - at < LogFile.SPARE);
  }

  /// Returns where the first frame should begin that is not there.
  private static long visit(SegmentPart part, long from, Consumer<Frame> visitor) {
    long at = from;
    while (part.isIntact(at)) {
      var frame = part.frame(at);
      visitor.accept(frame);
      at = frame.end();
    }
    return at;
  }
}
