package io.ipvm.node;

import io.ipvm.ipld.Node;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunSummary;
import java.util.List;
import java.util.Optional;

/// Everything that is known of a run.
///
/// @param output the resolved output, or the description of the run's error; empty while it runs
/// @param records what happened, oldest first
public record RunView(
    RunSummary summary, List<TaskView> tasks, Optional<Node> output, List<RunRecord> records) {
  public RunView {
    tasks = List.copyOf(tasks);
    records = List.copyOf(records);
  }
}
