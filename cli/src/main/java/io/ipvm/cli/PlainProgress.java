package io.ipvm.cli;

import io.ipvm.node.RunEvent;
import io.ipvm.node.TaskView.State;
import java.time.Duration;

/// A line per finished task, for logs and pipes: `task resize done 0.4 s`.
final class PlainProgress implements Progress {
  private final Messages messages;

  PlainProgress(Messages messages) {
    this.messages = messages;
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.Accepted(var run, boolean resumed) -> {
        if (resumed) {
          messages.tell("run " + run.summary().id() + " goes on where it was interrupted");
        }
      }
      case RunEvent.TaskFinished(var label, _, _, var outcome, boolean replayed, var took) ->
          tell(label, RunBoard.finished(outcome, replayed), took);
      case RunEvent.TaskAborted(var label, _, _, var message) ->
          messages.tell("task " + label + " aborted: " + message);
      case RunEvent.TaskSkipped(var label, _, var because) ->
          messages.tell("task " + label + " skipped, it awaits " + because);
      case RunEvent.TaskStarted _, RunEvent.TaskProgressed _, RunEvent.Ended _ -> {}
    }
  }

  private void tell(String label, State state, Duration took) {
    var time = state == State.REPLAYED ? "" : " " + Humane.duration(took);
    messages.tell("task " + label + " " + TaskSigns.word(state) + time);
  }

  @Override
  public void close() {}
}
