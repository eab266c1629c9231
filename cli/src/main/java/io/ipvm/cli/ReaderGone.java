package io.ipvm.cli;

import java.io.Serial;

/// Nobody reads standard output any more, as with `| head`; there is nothing more to do.
final class ReaderGone extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ReaderGone(Throwable cause) {
    super("standard output was closed", cause);
  }
}
