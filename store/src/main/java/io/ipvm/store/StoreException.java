package io.ipvm.store;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;

/// The store cannot do what was asked, or is not what it should be.
public final class StoreException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  /// Which of the store's failures it is; the command line gives each an exit code of its own.
  private final Kind kind;

  public StoreException(Kind kind, String message) {
    super(kind.code, message);
    this.kind = kind;
  }

  public StoreException(Kind kind, String message, Throwable cause) {
    super(kind.code, message, cause);
    this.kind = kind;
  }

  /// The same failure for another thread that runs into it, with that thread's own stack.
  StoreException again() {
    return new StoreException(kind, String.valueOf(getMessage()), this);
  }

  public Kind kind() {
    return kind;
  }

  /// The store's own failures.
  public enum Kind {
    CORRUPT(ErrorCode.CORRUPT),
    NEWER(ErrorCode.CORRUPT),
    LOCKED(ErrorCode.UNAVAILABLE),
    FULL(ErrorCode.UNAVAILABLE),
    READ_ONLY(ErrorCode.UNAVAILABLE),
    STALE_OWNER(ErrorCode.CONFLICT),
    /// A write or sync failed: this process must not go on writing.
    FAILED(ErrorCode.UNAVAILABLE);

    private final ErrorCode code;

    Kind(ErrorCode code) {
      this.code = code;
    }
  }
}
