package io.ipvm.node;

import io.ipvm.workflow.RunId;
import java.util.function.Consumer;

/// A run that had ended when it was asked for again under its own name.
final class FinishedRun implements RunHandle {
  private final RunView view;
  private final RunResult result;

  FinishedRun(RunView view, Consumer<RunEvent> watcher) {
    this.view = view;
    this.result = History.result(view);
    watcher.accept(new RunEvent.Accepted(view, false));
    watcher.accept(new RunEvent.Ended(result));
  }

  @Override
  public RunId id() {
    return view.summary().id();
  }

  @Override
  public RunView view() {
    return view;
  }

  @Override
  public RunResult join() {
    return result;
  }

  @Override
  public void interrupt(String reason) {
    // There is nothing left to stop.
  }
}
