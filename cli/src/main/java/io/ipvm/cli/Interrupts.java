package io.ipvm.cli;

/// Tells of Ctrl-C, and of other polite requests to end.
@FunctionalInterface
interface Interrupts {
  Interrupts NONE =
      action ->
          new Watch() {
            @Override
            public void close() {}
          };

  /// Has `action` run, on another thread, when the process is asked to end before the watch is
  /// closed.
  Watch onInterrupt(Runnable action);

  /// Ends the watching.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
