package io.ipvm.engine;

/// What a task does to the world (`workflow.md` section 10).
public enum EffectClass {
  PURE,
  QUERY,
  IDEMPOTENT,
  DESTRUCTIVE
}
