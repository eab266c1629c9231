package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Tasks and what they await, to be drawn.
///
/// @param tasks in an order in which every task follows what it awaits
public record WorkflowGraph(List<Vertex> tasks) {
  public WorkflowGraph {
    tasks = List.copyOf(tasks);
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
