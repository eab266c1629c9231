package io.ipvm.workflow;

import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Checks what a document gives back: promises by label, at any depth.
final class Outputs {
  private Outputs() {}

  static void check(Node output, DocumentPath path, List<DraftTask> tasks, Problems problems) {
    var labels =
        tasks.stream().map(DraftTask::label).collect(Collectors.toCollection(TreeSet::new));
    for (var reference : References.byLabel(output, path, problems)) {
      if (!labels.contains(reference.label())) {
        AwaitGraph.unknownLabel(reference, labels, problems);
      }
    }
    Tree.walk(
        output,
        path,
        (node, at) -> {
          if (Await.of(node).orElse(null) instanceof Await.ByLink) {
            problems.error(
                at, "an output names tasks by label, not by link", "write the task's label");
          }
          return true;
        });
  }
}
