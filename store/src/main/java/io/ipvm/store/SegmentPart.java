package io.ipvm.store;

import java.io.IOException;
import java.util.Arrays;

/// The content of a segment from one log position on, in memory.
final class SegmentPart {
  private static final byte[] ZEROS = new byte[4096];

  private final long start;
  private final byte[] content;

  private SegmentPart(long start, byte[] content) {
    this.start = start;
    this.content = content;
  }

  static SegmentPart load(Segment segment, long from) {
    long start = Math.max(segment.base() + Segment.HEADER, from);
    try (var file = new ReadFile(segment.path())) {
      if (segment.check(file.read(0, Segment.HEADER)) == Segment.THIN_VERSION) {
        throw segment.corrupt("it is the last one, but it was compacted, so one followed it");
      }
      long offset = start - segment.base();
      int length = Math.toIntExact(Math.max(0, file.size() - offset));
      return length == 0
          ? new SegmentPart(segment.base() + file.size(), new byte[0])
          : new SegmentPart(start, file.read(offset, length));
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  long start() {
    return start;
  }

  long end() {
    return start + content.length;
  }

  private int index(long position) {
    return (int) (position - start);
  }

  boolean isIntact(long position) {
    return Frame.isIntact(content, index(position), position);
  }

  Frame frame(long position) {
    return Frame.read(content, index(position));
  }

  boolean isZero(long from) {
    for (int at = index(from); at < content.length; at += ZEROS.length) {
      int length = Math.min(ZEROS.length, content.length - at);
      if (Arrays.mismatch(content, at, at + length, ZEROS, 0, length) >= 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether an intact frame further on says that the log was durable beyond `position`.
  boolean vouchesFor(long position) {
    for (int at = index(position) + 1; at <= content.length - Frame.HEADER; at++) {
      if (Frame.claimedPosition(content, at) == start + at
          && isIntact(start + at)
          && frame(start + at).durable() > position) {
        return true;
      }
    }
    return false;
  }

  /// The first intact frame after `position`; the end if there is none.
  long nextIntact(long position) {
    for (int at = index(position) + 1; at <= content.length - Frame.HEADER; at++) {
      if (isIntact(start + at)) {
        return start + at;
      }
    }
    return end();
  }
}
