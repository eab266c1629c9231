package io.ipvm.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Frames that go to the disk in one write, and the threads that wait for it.
///
/// Filled under the lock of [LogWriter]; once taken by the committer nobody adds to it.
final class Batch {
  /// A batch of this size is not filled further, whoever comes waits.
  static final int FULL = 4 * 1024 * 1024;

  private byte[] bytes;
  private int size;
  private boolean sync;
  private final List<Thread> waiting = new ArrayList<>();

  // Written by the committer (`failure` first, then `done`), read by waiting threads.
  private volatile boolean done;
  private @Nullable StoreException failure;

  /// @param buffer to be filled, larger ones replace it as needed
  Batch(byte[] buffer) {
    bytes = buffer;
  }

  void add(Frame frame) {
    int needed = size + Frame.HEADER + frame.body().size();
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    Frame.write(bytes, size, frame);
    size = needed;
  }

  /// The calling thread will [#await] this batch; `durable`: and wants it synced.
  ///
  /// Returns its place among those who wait.
  int join(boolean durable) {
    waiting.add(Thread.currentThread());
    sync |= durable;
    return waiting.size() - 1;
  }

  boolean isEmpty() {
    return size == 0 && waiting.isEmpty();
  }

  boolean isFull() {
    return size >= FULL;
  }

  boolean sync() {
    return sync;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Waits until the committer is done with this batch; an interrupt is kept for later, because the
  /// frames have their place in the log whether anybody waits or not.
  ///
  /// Whoever goes on wakes two others first. Waking is dearer for the committer than for a virtual
  /// thread, and the next batch must not wait for it.
  ///
  /// @param place from [#join]
  void await(int place) {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    wake(2 * place + 1);
    wake(2 * place + 2);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    var failed = failure;
    if (failed != null) {
      throw failed.again();
    }
  }

  /// Lets the waiting threads go on.
  void finish(@Nullable StoreException failed) {
    failure = failed;
    done = true;
    wake(0);
  }

  private void wake(int place) {
    if (place < waiting.size()) {
      LockSupport.unpark(waiting.get(place));
    }
  }
}
