package io.ipvm.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Nobody reads standard output any more, as with `| head`; there is nothing more to do.
final class ReaderGone extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ReaderGone(@Nullable Throwable cause) {
    super("standard output was closed", cause);
  }
}
