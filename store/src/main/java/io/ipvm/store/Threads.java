package io.ipvm.store;

/// Waiting for threads that end soon.
final class Threads {
  private Threads() {}

  /// An interrupt is kept for the caller to see.
  static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
