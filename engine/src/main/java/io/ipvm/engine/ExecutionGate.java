package io.ipvm.engine;

import io.ipvm.keys.Did;
import io.ipvm.ucan.Receipt;

/// Decides whether a call may start and go on: the place for prices and quotas (`market.md` section
/// 3). [#OPEN] admits everything.
public interface ExecutionGate {
  ExecutionGate OPEN =
      new ExecutionGate() {
        @Override
        public Decision admit(Call call, Estimate estimate, Did caller) {
          return new Decision.Continue();
        }

        @Override
        public Decision onUsage(Call call, Usage cumulative) {
          return new Decision.Continue();
        }

        @Override
        public void onReceipt(Call call, Receipt receipt, Usage total) {}
      };

  Decision admit(Call call, Estimate estimate, Did caller);

  Decision onUsage(Call call, Usage cumulative);

  void onReceipt(Call call, Receipt receipt, Usage total);

  /// What becomes of a call.
  sealed interface Decision {
    record Continue() implements Decision {}

    record Pause(String until) implements Decision {}

    record Stop(String reason) implements Decision {}
  }
}
