package io.ipvm.engine;

/// One running call.
public interface Execution {
  Usage usage();

  /// Asks the engine to stop at its next safe point and wait; an engine that cannot says false.
  boolean pause();

  void resume();

  /// Asks the engine to stop; [#join] then returns `Aborted` soon.
  void cancel(String reason);

  /// Waits for the end.
  Completion join() throws InterruptedException;
}
