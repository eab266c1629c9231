package io.ipvm.cli;

import io.ipvm.node.RunEvent;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a run that goes on, as a function of the events heard so far.
///
/// Times are ticks of `System.nanoTime`, so that a clock that jumps moves nothing here. Events come
/// from the run's threads, snapshots are taken by the drawing thread; all state is guarded by this
/// object.
final class RunBoard {
  private final long begin;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private String name = "";
  private boolean resumed;
  private Optional<RunStatus> ended = Optional.empty();

  RunBoard(long begin) {
    this.begin = begin;
  }

  /// One task.
  ///
  /// @param start when it was started, in nanoseconds after the run was; meaningless while waiting
  /// @param end when it ended; meaningless before
  record Row(String label, State state, long start, long end) {
    Row at(State next, long now) {
      return new Row(label, next, state == State.WAITING ? now : start, now);
    }
  }

  /// All rows at one moment.
  ///
  /// @param now nanoseconds since the start
  record Snapshot(
      String name, boolean resumed, List<Row> rows, long now, Optional<RunStatus> ended) {
    Snapshot {
      rows = List.copyOf(rows);
    }

    long count(State state) {
      return rows.stream().filter(row -> row.state() == state).count();
    }
  }

  synchronized void hear(RunEvent event, long tick) {
    long now = tick - begin;
    switch (event) {
      case RunEvent.Accepted(var run, boolean again) -> {
        name = run.summary().name();
        resumed = again;
        run.tasks().forEach(task -> rows.put(task.label(), row(task, now)));
      }
      case RunEvent.TaskStarted(var label, _) -> move(label, State.RUNNING, now);
      case RunEvent.TaskProgressed _ -> {}
      case RunEvent.TaskFinished(var label, _, _, var outcome, boolean replayed, _) ->
          move(label, finished(outcome, replayed), now);
      case RunEvent.TaskAborted(var label, _, _, _) -> move(label, State.ABORTED, now);
      case RunEvent.TaskSkipped(var label, _, _) -> move(label, State.SKIPPED, now);
      case RunEvent.Ended(var result) -> ended = Optional.of(result.status());
    }
  }

  synchronized Snapshot snapshot(long tick) {
    return new Snapshot(name, resumed, List.copyOf(rows.values()), tick - begin, ended);
  }

  static State finished(Outcome outcome, boolean replayed) {
    return switch (outcome) {
      case Outcome.Ok _ -> replayed ? State.REPLAYED : State.EXECUTED;
      case Outcome.Failed _ -> State.FAILED;
    };
  }

  private void move(String label, State state, long now) {
    rows.compute(
        label,
        (key, row) -> (row == null ? new Row(key, State.WAITING, now, now) : row).at(state, now));
  }

  private static Row row(TaskView task, long now) {
    return new Row(task.label(), task.state(), now, now);
  }
}
