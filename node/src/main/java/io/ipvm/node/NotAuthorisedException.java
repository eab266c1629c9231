package io.ipvm.node;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ucan.Explanation;
import java.io.Serial;

/// Somebody asked for what they may not have; nothing was run. Its code is `NOT_AUTHORISED`, or
/// `UNAVAILABLE` if nobody can tell now and trying again later is right.
public final class NotAuthorisedException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  /// The whole chain, with all that is wrong with it.
  private final transient Explanation explanation;

  NotAuthorisedException(ErrorCode code, String message, Explanation explanation) {
    super(code, message);
    this.explanation = explanation;
  }

  public Explanation explanation() {
    return explanation;
  }
}
