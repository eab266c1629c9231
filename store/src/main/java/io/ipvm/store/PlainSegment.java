package io.ipvm.store;

import java.io.IOException;
import java.util.Optional;

/// A segment as the log was written: a frame lies as far from its begin as its position says.
final class PlainSegment implements SegmentReader {
  /// Most frames fit, so that one read gets them whole.
  private static final int FIRST_READ = 2048;

  private final Segment segment;
  private final ReadFile file;

  /// Takes over `file`.
  PlainSegment(Segment segment, ReadFile file) {
    this.segment = segment;
    this.file = file;
  }

  @Override
  public Optional<Frame> find(long position) {
    try {
      long at = position - segment.base();
      var bytes = file.read(at, FIRST_READ);
      if (bytes.length >= Frame.HEADER) {
        int size = Frame.claimedSize(bytes, 0);
        int whole = Frame.HEADER + size;
        if (size <= Frame.MAX_BODY && whole > bytes.length) {
          bytes = file.read(at, whole);
        }
      }
      if (!Frame.isIntact(bytes, 0, position)) {
        throw Failures.corrupt(
            segment.path(),
            at,
            "there is no intact record; restore the file from a copy, or if that one is good delete"
                + " index.db, which is made again");
      }
      return Optional.of(Frame.read(bytes, 0));
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
