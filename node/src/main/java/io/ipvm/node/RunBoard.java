package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.node.TaskView.State;
import io.ipvm.workflow.Task;
import io.ipvm.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where every task of a run stands, and who waits for whom. Touched by one thread.
final class RunBoard {
  private final Map<Cid, Task> tasks = new LinkedHashMap<>();
  private final Map<Cid, TaskView> views = new LinkedHashMap<>();
  private final Map<Cid, List<Task>> dependants = new HashMap<>();

  RunBoard(Workflow workflow) {
    for (var task : workflow.tasks()) {
      var cid = task.instruction().cid();
      tasks.put(cid, task);
      views.put(cid, waiting(task, cid));
      for (var promise : task.promises()) {
        dependants.computeIfAbsent(promise.instruction(), _ -> new ArrayList<>()).add(task);
      }
    }
  }

  private static TaskView waiting(Task task, Cid instruction) {
    return new TaskView(
        task.label(),
        instruction,
        Wording.function(task.instruction()),
        State.WAITING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  boolean isTask(Cid instruction) {
    return tasks.containsKey(instruction);
  }

  List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  Optional<String> label(Cid instruction) {
    return Optional.ofNullable(tasks.get(instruction)).map(Task::label);
  }

  List<Task> dependants(Task task) {
    return dependants.getOrDefault(task.instruction().cid(), List.of());
  }

  boolean isWaiting(Task task) {
    return view(task.instruction().cid()).state() == State.WAITING;
  }

  void started(Task task, Instant at) {
    var cid = task.instruction().cid();
    var old = view(cid);
    views.put(
        cid,
        new TaskView(
            old.label(),
            cid,
            old.function(),
            State.RUNNING,
            Optional.empty(),
            Optional.of(at),
            Optional.empty(),
            Optional.empty()));
  }

  void ended(
      Task task,
      State state,
      Optional<Cid> receipt,
      Optional<Duration> took,
      @Nullable String error) {
    var cid = task.instruction().cid();
    var old = view(cid);
    views.put(
        cid,
        new TaskView(
            old.label(),
            cid,
            old.function(),
            state,
            receipt,
            old.started(),
            took,
            Optional.ofNullable(error)));
  }

  TaskView view(Cid instruction) {
    return requireNonNull(views.get(instruction));
  }

  /// In the order of the workflow.
  List<TaskView> views() {
    return List.copyOf(views.values());
  }
}
