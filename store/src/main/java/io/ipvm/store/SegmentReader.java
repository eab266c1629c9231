package io.ipvm.store;

import java.io.Closeable;
import java.util.Optional;

/// Reads single frames of one segment, whatever form its file has.
sealed interface SegmentReader extends Closeable permits PlainSegment, ThinSegment {
  /// The frame at `position`; empty if there was one that was purged.
  ///
  /// @throws StoreException `CORRUPT` if there is no intact one
  Optional<Frame> find(long position);
}
