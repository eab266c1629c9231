package io.ipvm.ucan;

/// What an evaluation may still do. Once it is used up, every answer is void: whoever evaluates
/// asks [#spent] in the end, and loops stop early.
final class Effort {
  private int left;

  Effort(int steps) {
    this.left = steps;
  }

  /// Takes `steps` off; false once there were not enough.
  boolean spend(int steps) {
    // Never so far below zero that it would come round: after the first refusal it stays there.
    left = left < 0 ? left : left - steps;
    return left >= 0;
  }

  boolean spent() {
    return left < 0;
  }
}
