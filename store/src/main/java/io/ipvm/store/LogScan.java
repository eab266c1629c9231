package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Reads the log from some position to its end, and says what is wrong with it.
///
/// Three things can follow the last whole frame. Zeros: the log ends here. Bytes that nobody can
/// have been told about: the machine stopped while a batch was being written; they are dropped, and
/// said so. Damage: a frame further on, or the next segment, proves that there were durable frames
/// here. Then nothing is dropped and nothing guessed, the log has to be restored.
final class LogScan {
  /// Where the log ends.
  ///
  /// @param torn how many bytes behind the last whole frame are no frame
  record End(Segment last, long tail, long torn) {
    Optional<String> note() {
      return torn == 0
          ? Optional.empty()
          : Optional.of(
              last.path()
                  + " ended in an unfinished write: "
                  + torn
                  + " bytes after byte "
                  + (tail - last.base())
                  + " were dropped");
    }
  }

  /// Somebody may be writing the log while it is read: looks at a suspicious place this often.
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
      var segment = segments.get(i);
      long end = segments.get(i + 1).base();
      if (at < end) {
        sealed(segment, at, end);
        visitor.sealed(end);
        at = end;
      }
    }
    return last(segments.getLast(), at, shared);
  }

  private void sealed(Segment segment, long from, long end) {
    var content = load(segment);
    segment.check(content);
    int at = visit(segment, content, start(segment, from));
    if (segment.base() + at != end) {
      throw Failures.corrupt(
          segment.path(),
          at,
          "the record there is damaged, or a file between it and the next one is missing;"
              + " restore it from a copy");
    }
  }

  private End last(Segment segment, long from, boolean shared) {
    var content = load(segment);
    segment.check(content);
    if (from - segment.base() > content.length) {
      throw Failures.corrupt(
          segment.path(),
          content.length,
          "the file ends there, but index.db knows of later records; restore it from a copy, or if"
              + " it is the copy delete index.db, which is made again");
    }
    int at = visit(segment, content, start(segment, from));
    for (int look = 0; !isZero(content, at); look++) {
      if (!hasVouching(segment, content, at)) {
        return new End(segment, segment.base() + at, content.length - at);
      }
      if (!shared || look == LOOKS) {
        throw Failures.corrupt(
            segment.path(),
            at,
            "the record there is damaged, records after it are not; restore the file from a copy");
      }
      content = load(segment);
      at = visit(segment, content, at);
    }
    return new End(segment, segment.base() + at, 0);
  }

  private static int start(Segment segment, long from) {
    return (int) Math.max(Segment.HEADER, from - segment.base());
  }

  private int visit(Segment segment, byte[] content, int from) {
    int at = from;
    while (Frame.isIntact(content, at, segment.base() + at)) {
      var frame = Frame.read(content, at);
      visitor.frame(frame);
      at = (int) (frame.end() - segment.base());
    }
    return at;
  }

  /// Whether an intact frame behind `at` says that the log was durable beyond `at`.
  private static boolean hasVouching(Segment segment, byte[] content, int at) {
    for (int i = at + 1; i <= content.length - Frame.HEADER; i++) {
      long position = segment.base() + i;
      if (Frame.claimedPosition(content, i) == position && Frame.isIntact(content, i, position)) {
        var frame = Frame.read(content, i);
        if (frame.durable() > segment.base() + at) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isZero(byte[] content, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] load(Segment segment) {
    try {
      return Files.readAllBytes(segment.path());
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }
}
