package io.ipvm.node;

import io.ipvm.ipld.Node;
import io.ipvm.store.RunStatus;
import io.ipvm.workflow.RunId;
import java.util.List;
import java.util.Optional;

/// How a run ended.
///
/// @param output the document's output with every promise resolved; byte strings above 64 KiB are
///   links to files in the block store; empty unless the run completed
/// @param failure which task failed, why and what can be done; empty if the run completed
public record RunResult(
    RunId run,
    RunStatus status,
    Optional<Node> output,
    Optional<Failure> failure,
    List<TaskView> tasks) {
  public RunResult {
    tasks = List.copyOf(tasks);
  }

  /// The first cause of a run's failure.
  ///
  /// @param what which task failed, or what happened to the run
  /// @param why in words
  /// @param advice what to do next
  public record Failure(String what, String why, String advice) {}
}
