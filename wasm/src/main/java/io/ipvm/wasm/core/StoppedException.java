package io.ipvm.wasm.core;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;

/// The thread was interrupted while it ran a function, or was to run one.
public final class StoppedException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  public StoppedException() {
    super(ErrorCode.UNAVAILABLE, "stopped");
  }

  StoppedException(Throwable cause) {
    super(ErrorCode.UNAVAILABLE, "stopped", cause);
  }
}
