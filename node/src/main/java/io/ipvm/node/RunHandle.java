package io.ipvm.node;

import io.ipvm.workflow.RunId;

/// A run in progress. Closing the node interrupts it.
public interface RunHandle {
  RunId id();

  RunView view();

  /// Waits for the end.
  RunResult join() throws InterruptedException;

  /// Stops what runs, durably marks the run as interrupted and ends it; running the same document
  /// again goes on from here.
  void interrupt(String reason);
}
