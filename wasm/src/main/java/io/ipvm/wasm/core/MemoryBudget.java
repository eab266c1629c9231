package io.ipvm.wasm.core;

/// How much linear memory all instances of one call may hold together. Used by the call's thread;
/// [#peak] may be read by others.
public final class MemoryBudget {
  /// Largest memory of a runtime that keeps it in one Java array: 2 GiB less a page.
  public static final long MAX = 32767L * 65536;

  private final long limit;
  // Written by the call's thread, read by whoever shows progress.
  private volatile long used;
  private boolean refused;

  /// Clamped to [#MAX].
  public MemoryBudget(long limit) {
    this.limit = Math.min(limit, MAX);
  }

  /// Takes `bytes`, or says false and remembers that the limit influenced the call.
  boolean take(long bytes) {
    if (bytes > limit - used) {
      refused = true;
      return false;
    }
    long total = used + bytes;
    used = total;
    return true;
  }

  public long limit() {
    return limit;
  }

  /// Memory never shrinks, so what is used is the peak.
  public long peak() {
    return used;
  }

  /// Whether anything was refused because of the limit.
  public boolean refused() {
    return refused;
  }
}
