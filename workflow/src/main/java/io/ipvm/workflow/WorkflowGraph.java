package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import io.ipvm.workflow.Draft.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

  /// For Markdown.
  public String mermaid() {
    var numbers = numbers();
    var text = new StringBuilder("flowchart TD\n");
    for (var task : tasks) {
      // Labels are any text, so boxes are numbered.
      text.append("  ")
          .append(numbers.get(task.label()))
          .append("[\"")
          .append(task.caption("<br/>").replace("#", "#35;").replace("\"", "#quot;"))
          .append("\"]\n");
      for (var awaited : task.awaits()) {
        text.append("  ").append(numbers.get(awaited)).append(" --> ");
        text.append(numbers.get(task.label())).append('\n');
      }
    }
    return text.toString();
  }

  /// For Graphviz.
  public String dot() {
    var numbers = numbers();
    var text = new StringBuilder("digraph workflow {\n  node [shape=box];\n");
    for (var task : tasks) {
      text.append("  ")
          .append(numbers.get(task.label()))
          .append(" [label=\"")
          .append(
              task.caption("\n").replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
          .append("\"];\n");
      for (var awaited : task.awaits()) {
        text.append("  ").append(numbers.get(awaited)).append(" -> ");
        text.append(numbers.get(task.label())).append(";\n");
      }
    }
    return text.append("}\n").toString();
  }

  /// For terminals: every task below what it awaits, joined by lines; empty if that takes more than
  /// `width` columns.
  ///
  /// @param ascii for terminals without box drawing characters
  public Optional<List<String>> drawing(int width, boolean ascii) {
    return GraphDrawing.of(this, width, ascii);
  }

  private Map<String, String> numbers() {
    var numbers = new HashMap<String, String>();
    tasks.forEach(task -> numbers.put(task.label(), "t" + numbers.size()));
    return numbers;
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

    private String caption(String lineBreak) {
      var first = Printable.of(label);
      return label.equals(title) ? first : first + lineBreak + Printable.of(title);
    }
  }
}
