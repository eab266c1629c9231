package io.ipvm.wasm.core;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;

/// There is not enough of something to go on: of a granted limit, or of this machine.
public final class ExhaustedException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  /// Whether a granted limit was reached, which happens to everybody who grants the same.
  private final boolean byLimit;

  private ExhaustedException(String message, boolean byLimit) {
    super(ErrorCode.EXHAUSTED, message);
    this.byLimit = byLimit;
  }

  private ExhaustedException(String message, Throwable cause) {
    super(ErrorCode.EXHAUSTED, message, cause);
    this.byLimit = false;
  }

  public static ExhaustedException limit(String message) {
    return new ExhaustedException(message, true);
  }

  static ExhaustedException host(String message, Throwable cause) {
    return new ExhaustedException(message, cause);
  }

  public boolean byLimit() {
    return byLimit;
  }
}
