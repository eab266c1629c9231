package io.ipvm.ucan;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;

/// A policy that a person wrote and that cannot be read.
public final class PolicySyntaxException extends IpvmException {
  private static final long serialVersionUID = 1L;

  private final int column;

  PolicySyntaxException(String message, int column) {
    super(ErrorCode.CALLER_ERROR, message);
    this.column = column;
  }

  /// Where, in characters (code points) from 1.
  public int column() {
    return column;
  }
}
