package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import io.ipvm.ucan.Outcome;

/// How a call ended.
public sealed interface Completion {
  Usage usage();

  /// A result, ok or error, that follows from instruction and limits alone.
  ///
  /// @param limited whether a limit influenced the result: then it is remembered for these limits
  ///   only
  /// @param quirk whether a mapping quirk of Homestar fired: then it serves its own mapping only
  record Returned(Outcome out, Usage usage, boolean limited, boolean quirk) implements Completion {
    public Returned {
      requireNonNull(out);
      requireNonNull(usage);
    }
  }

  /// No result: another attempt may end differently, so nothing is remembered.
  record Aborted(Cause cause, String message, Usage usage) implements Completion {
    public Aborted {
      requireNonNull(cause);
      requireNonNull(message);
      requireNonNull(usage);
    }
  }

  /// Why a call ended without a result.
  enum Cause {
    TIME,
    CANCELLED,
    HOST_EXHAUSTED,
    /// Content that is not here and could not be fetched.
    MISSING_CONTENT,
    /// An effect that may or may not have happened.
    IN_DOUBT,
    ENGINE_FAILURE
  }
}
