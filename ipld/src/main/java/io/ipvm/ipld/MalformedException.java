package io.ipvm.ipld;

import java.io.Serial;

/// The bytes break the format they claim to be in; no retry will help.
public final class MalformedException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(ErrorCode.CALLER_ERROR, message);
  }

  public MalformedException(String message, Throwable cause) {
    super(ErrorCode.CALLER_ERROR, message, cause);
  }
}
