package io.ipvm.wasm;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;

/// A value has no place in a type, on its way in or out.
final class Mismatch extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(ErrorCode.CALLER_ERROR, message);
  }
}
