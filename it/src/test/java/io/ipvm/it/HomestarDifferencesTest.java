package io.ipvm.it;

import static io.ipvm.it.HomestarWorkflow.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Node;
import io.ipvm.node.RunResult;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where our node differs from Homestar 0.3.0 on purpose: what both make of the same document.
/// `docs/homestar.md` lists these tests.
@Tag("interop")
final class HomestarDifferencesTest {
  @TempDir private static Path folder;

  private static TwoNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = TwoNodes.start(folder);
  }

  @AfterAll
  static void end() throws Exception {
    if (nodes != null) {
      nodes.close();
    }
  }

  /// Homestar stays silent.
  @Test
  void aFailedTaskHasAReceiptHere() throws Exception {
    var workflow = new HomestarWorkflow(2_000);
    workflow.call(nodes.module("functions"), "unknown", Node.of(1));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = run(workflow);

    assertThat(theirs.receipts()).isEmpty();
    assertThat(ours.tasks()).extracting(TaskView::state).containsOnly(State.FAILED);
    assertThat(ours.tasks().getFirst().receipt()).isPresent();
  }

  /// Homestar does not look at the branch.
  @Test
  void anAwaitOfTheOtherBranchFailsHere() throws Exception {
    var workflow = new HomestarWorkflow(3_000);
    var one = workflow.call(nodes.module("functions"), "add-one", Node.of(1));
    workflow.call(nodes.module("functions"), "add-one", await("await/error", one));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = run(workflow);

    assertThat(theirs.receipts().values())
        .extracting(Answer.Issued::out)
        .containsExactlyInAnyOrder(okay(2), okay(3));
    assertThat(ours.tasks())
        .extracting(TaskView::state)
        .containsExactly(State.EXECUTED, State.SKIPPED);
  }

  private static RunResult run(HomestarWorkflow workflow) throws InterruptedException {
    return nodes.node().run(nodes.bind(workflow.document()));
  }

  private static Node okay(long value) {
    return Node.list(Node.of("ok"), Node.of(value));
  }
}
