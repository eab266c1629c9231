package io.ipvm.node;

import io.ipvm.engine.Completion.Cause;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Branch;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Promises;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Workflow;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a run came to, once no task of it can go on.
///
/// A run completes if every failure in it is awaited by somebody (another task or the output awaits
/// the error) and its output has a value.
final class RunVerdict {
  private final RunId id;
  private final Workflow workflow;
  private final RunBoard board;
  private final Map<Cid, Outcome> outcomes;

  RunVerdict(RunId id, Workflow workflow, RunBoard board, Map<Cid, Outcome> outcomes) {
    this.id = id;
    this.workflow = workflow;
    this.board = board;
    this.outcomes = outcomes;
  }

  RunResult decide() {
    var failure = unhandled();
    if (failure.isPresent()) {
      var status =
          board.views().stream().anyMatch(task -> task.state() == State.IN_DOUBT)
              ? RunStatus.IN_DOUBT
              : RunStatus.FAILED;
      return failed(status, failure.get());
    }
    var output = workflow.output();
    if (output.isEmpty()) {
      return completed(results());
    }
    return switch (Promises.resolveOutput(output.get(), this::outcome, workflow.mapping())) {
      case Promises.Resolution.Resolved(var value) -> completed(value);
      case Promises.Resolution.Mismatch(var branch, var label, var _) ->
          failed(
              RunStatus.FAILED,
              new RunResult.Failure(
                  "the output of run " + id + " has no value",
                  "it takes '" + branch.key() + "' of task " + label + ", which ended otherwise",
                  "look at the tasks: ipvm runs describe " + id));
    };
  }

  /// For a document that names no output: what the tasks came to that no other awaits.
  private Node results() {
    var results = MapNode.builder();
    for (var task : board.tasks()) {
      var outcome = outcomes.get(task.instruction().cid());
      if (outcome instanceof Outcome.Ok(var value) && board.dependants(task).isEmpty()) {
        results.put(task.label(), value);
      }
    }
    return results.build();
  }

  private RunResult completed(Node output) {
    return new RunResult(
        id, RunStatus.COMPLETED, Optional.of(output), Optional.empty(), board.views());
  }

  private RunResult failed(RunStatus status, RunResult.Failure failure) {
    return new RunResult(id, status, Optional.empty(), Optional.of(failure), board.views());
  }

  /// A task that was skipped counts as failed for an output that takes its value.
  private Outcome outcome(String label) {
    return workflow
        .findTask(label)
        .map(task -> outcomes.get(task.instruction().cid()))
        .orElseGet(() -> TaskRunner.failed("SKIPPED", "task " + label + " did not run"));
  }

  private Optional<RunResult.Failure> unhandled() {
    var handled = handled();
    for (var task : board.views()) {
      switch (task.state()) {
        case FAILED -> {
          if (!handled.contains(task.instruction())) {
            return Optional.of(failure(task, "failed"));
          }
        }
        case ABORTED -> {
          return Optional.of(failure(task, "was stopped"));
        }
        case IN_DOUBT -> {
          return Optional.of(failure(task, "is in doubt"));
        }
        case SKIPPED -> {
          if (skippedForGood(task)) {
            return Optional.of(failure(task, "could not run"));
          }
        }
        case WAITING, RUNNING, EXECUTED, REPLAYED -> {}
      }
    }
    return Optional.empty();
  }

  /// A task is skipped without harm when it awaits an error that did not happen, or follows one
  /// that is; then nothing in this run has failed for it.
  private boolean skippedForGood(TaskView task) {
    return workflow.tasks().stream()
        .filter(candidate -> candidate.instruction().cid().equals(task.instruction()))
        .flatMap(candidate -> candidate.promises().stream())
        .anyMatch(promise ->
            !board.isTask(promise.instruction()) && !outcomes.containsKey(promise.instruction()));
  }

  private RunResult.Failure failure(TaskView task, String verb) {
    return new RunResult.Failure(
        "task " + task.label() + " (" + task.function() + ") " + verb,
        task.error().orElse("no reason was given"),
        lacksContent(task)
            ? "bring it here and run again: ipvm dag import FILE"
            : "look at the run: ipvm runs describe " + id);
  }

  private boolean lacksContent(TaskView task) {
    return outcomes.get(task.instruction()) instanceof Outcome.Failed(MapNode error)
        && error.find("code").orElse(Node.NULL).equals(Node.of(Cause.MISSING_CONTENT.name()));
  }

  /// The instructions whose error somebody awaits.
  private Set<Cid> handled() {
    var handled = new HashSet<Cid>();
    for (var task : workflow.tasks()) {
      for (var promise : task.promises()) {
        if (promise.branch() != Branch.OK) {
          handled.add(promise.instruction());
        }
      }
    }
    workflow.output().ifPresent(output -> collect(output, handled));
    return handled;
  }

  private void collect(Node output, Set<Cid> handled) {
    switch (output) {
      case ListNode(var items) -> items.forEach(item -> collect(item, handled));
      case MapNode map -> {
        for (var branch : new Branch[] {Branch.ERROR, Branch.ANY}) {
          if (map.size() == 1
              && map.find(branch.key()).orElse(Node.NULL) instanceof StringNode(var label)) {
            workflow.findTask(label).ifPresent(task -> handled.add(task.instruction().cid()));
          }
        }
        map.values().forEach(item -> collect(item, handled));
      }
      default -> {}
    }
  }
}
