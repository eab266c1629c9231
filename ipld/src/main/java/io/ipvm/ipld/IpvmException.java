package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/// Root of what this node throws on purpose. The code is the contract; the message is for people.
public class IpvmException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// The contract with callers; set once.
  private final ErrorCode code;

  public IpvmException(ErrorCode code, String message) {
    super(requireNonNull(message));
    this.code = requireNonNull(code);
  }

  public IpvmException(ErrorCode code, String message, Throwable cause) {
    super(requireNonNull(message), requireNonNull(cause));
    this.code = requireNonNull(code);
  }

  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }

  public ErrorCode code() {
    return code;
  }
}
