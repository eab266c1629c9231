package io.ipvm.wasm.core;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;
import java.util.Optional;

/// A function trapped: deterministic, the caller's to answer for.
public final class TrapException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  /// Not sent anywhere; set once.
  private final transient Trap trap;

  public TrapException(Trap trap) {
    super(ErrorCode.CALLER_ERROR, trap.message());
    this.trap = trap;
  }

  TrapException(Trap trap, Throwable cause) {
    super(ErrorCode.CALLER_ERROR, trap.message(), cause);
    this.trap = trap;
  }

  /// A breach of the canonical ABI.
  public static TrapException abi(String message) {
    return new TrapException(new Trap(Trap.Kind.CANONICAL_ABI, message, Optional.empty()));
  }

  public Trap trap() {
    return trap;
  }
}
