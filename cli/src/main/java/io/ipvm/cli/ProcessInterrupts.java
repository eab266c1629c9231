package io.ipvm.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Ctrl-C and `kill` of this process, by way of a shutdown hook.
///
/// The JVM ends when all hooks have; so the hook passes the news on and waits until the command has
/// written what it must, for a bounded time. Exit status (130 for Ctrl-C) is the JVM's own doing.
final class ProcessInterrupts implements Interrupts {
  private static final int PATIENCE_SECONDS = 10;

  // Written by the hook before it waits, read by the thread of the command at its end.
  private volatile boolean interrupted;

  private final CountDownLatch finished = new CountDownLatch(1);

  @Override
  public Watch onInterrupt(Runnable action) {
    var pending = new AtomicReference<@Nullable Runnable>(action);
    Thread hook =
        Thread.ofPlatform()
            .name("interrupt")
            .unstarted(() -> {
              var due = pending.getAndSet(null);
              if (due != null) {
                interrupted = true;
                due.run();
                awaitEnd();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    // The hook stays registered: removing it while the JVM goes down throws.
    return () -> pending.set(null);
  }

  /// The command is over; a waiting hook may let the process end. Says whether there is one.
  boolean finished() {
    finished.countDown();
    return interrupted;
  }

  private void awaitEnd() {
    try {
      var _ = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
