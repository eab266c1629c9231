package io.ipvm.store;

/// Where a run stands.
public enum RunStatus {
  RUNNING,
  INTERRUPTED,
  COMPLETED,
  FAILED,
  CANCELLED,
  IN_DOUBT
}
