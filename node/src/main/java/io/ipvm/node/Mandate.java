package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.engine.ExecutionGate;
import io.ipvm.keys.Did;

/// On whose behalf a run goes on, and what still has to be asked before each of its tasks:
/// authority may end, and quotas run out, while a run waits (rule CHN-3).
record Mandate(Did caller, ExecutionGate gate) {
  Mandate {
    requireNonNull(caller);
    requireNonNull(gate);
  }

  /// Of somebody who only looks: nothing is asked, because nothing runs.
  static Mandate toLook(Did caller) {
    return new Mandate(caller, ExecutionGate.OPEN);
  }
}
