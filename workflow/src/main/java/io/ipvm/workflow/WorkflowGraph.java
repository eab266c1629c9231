package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import io.ipvm.workflow.Draft.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/// Tasks and what they await, to be drawn.
///
/// @param tasks in an order in which every task follows what it awaits
public record WorkflowGraph(List<Vertex> tasks) {
  public WorkflowGraph {
    tasks = List.copyOf(tasks);
  }

  /// The graph of `workflow`; tasks of other workflows are left out.
  public static WorkflowGraph of(Workflow workflow) {
    var labels = new HashMap<Cid, String>();
    workflow.tasks().forEach(task -> labels.put(task.instruction().cid(), task.label()));
    return new WorkflowGraph(
        workflow.tasks().stream()
            .map(task ->
                new Vertex(
                    task.label(),
                    title(task.instruction()),
                    task.promises().stream()
                        .map(promise -> labels.get(promise.instruction()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()))
            .toList());
  }

  /// The graph of a template, whose tasks come in an order in which each follows what it awaits.
  static WorkflowGraph of(List<DraftTask> tasks) {
    return new WorkflowGraph(
        tasks.stream()
            .map(task ->
                new Vertex(
                    task.label(),
                    title(task.instruction()),
                    task.references().stream().map(Reference::label).distinct().toList()))
            .toList());
  }

  /// The function a task calls, else its operation.
  static String title(Instruction instruction) {
    return instruction.input() instanceof MapNode input
            && input.find("func").orElse(Node.NULL) instanceof Node.StringNode(var function)
        ? function
        : instruction.op();
  }

  /// One task.
  ///
  /// @param title what it runs, such as `resize`
  /// @param awaits labels of tasks of the same workflow
  public record Vertex(String label, String title, List<String> awaits) {
    public Vertex {
      requireNonNull(label);
      requireNonNull(title);
      awaits = List.copyOf(awaits);
    }
  }
}
