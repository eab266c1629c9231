package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

/// Whether an engine takes an instruction.
public sealed interface Admission {
  record Accepted(EffectClass effect) implements Admission {
    public Accepted {
      requireNonNull(effect);
    }
  }

  /// The engine will not take it.
  ///
  /// @param reason what is wrong, naming the thing and the value
  /// @param advice what to do next
  record Refused(String reason, String advice) implements Admission {
    public Refused {
      requireNonNull(reason);
      requireNonNull(advice);
    }
  }
}
