package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import io.ipvm.ucan.Outcome;

/// How a call ended.
public sealed interface Completion {
  Usage usage();

  /// A result, ok or error, that follows from instruction and limits alone, unless it says that
  /// something was observed.
  ///
  /// @param limited whether a limit influenced the result: then it is remembered for these limits
  ///   only
  /// @param quirk whether a mapping quirk of Homestar fired: then it serves its own mapping only
  /// @param observed whether it saw what another attempt may see otherwise, such as a clock: then
  ///   it is not remembered
  record Returned(Outcome out, Usage usage, boolean limited, boolean quirk, boolean observed)
      implements Completion {
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
