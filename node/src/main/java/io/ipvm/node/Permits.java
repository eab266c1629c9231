package io.ipvm.node;

import java.util.concurrent.Semaphore;

/// Bounds what runs at once on this node: calls by cores, and their memory by what the JVM has.
/// Threads are not bounded; they wait here.
final class Permits {
  private static final long MIB = 1024 * 1024;

  private final Semaphore calls;
  private final Semaphore memory;
  private final int mebibytes;

  /// @param heap bytes that calls may hold together
  Permits(int concurrency, long heap) {
    this.calls = new Semaphore(concurrency, true);
    this.mebibytes = Math.clamp(heap / MIB, 1, Integer.MAX_VALUE);
    this.memory = new Semaphore(mebibytes, true);
  }

  /// Waits for a place. A call that wants more than there is runs alone.
  ///
  /// @param bytes the call's estimated peak
  Permit take(long bytes) throws InterruptedException {
    int share = Math.clamp((bytes + MIB - 1) / MIB, 0, mebibytes);
    calls.acquire();
    try {
      memory.acquire(share);
    } catch (InterruptedException e) {
      calls.release();
      throw e;
    }
    return () -> {
      memory.release(share);
      calls.release();
    };
  }

  /// A place; closing gives it back.
  @FunctionalInterface
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
