package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.node.ReceiptCheck.Finding.Result;
import io.ipvm.node.TaskView.State;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A limit never leaks into a result that other runs find (`workflow.md` section 9): the function
/// `hog` grows its memory, and returns another number when it may not.
final class LimitsNeverLeakTest {
  private static final Path MODULES =
      Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm");

  private static final long REFUSED = 0xffff_ffffL;

  @TempDir private Path dataDir;
  private Ipvm node;

  @BeforeEach
  void open() {
    node = Ipvm.open(dataDir);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private RunResult run(String memory) throws Exception {
    return node.run(workflow(memory));
  }

  private Workflow workflow(String memory) {
    var document =
        String.format(
            Locale.ROOT,
            """
            v: 0.2.0
            use: { bad: ./bad.wasm, echo: ./echo.wasm }
            tasks:
              grow: { run: "bad#hog", args: [100], limits: { memory: %s } }
              echo: { run: "echo#echo-u32", args: ["{{ needs.grow.output }}"] }
              again: { run: "echo#echo-u32", args: ["{{ needs.echo.output }}"] }
            output: "{{ needs.again.output }}"
            """,
            memory);
    if (node.read(Bytes.utf8(document), "limits.yaml", MODULES)
            instanceof Reading.Valid(var template, var _)
        && template.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
      return workflow;
    }
    throw new AssertionError("the document is refused");
  }

  private static State state(RunResult result, String label) {
    return result.tasks().stream()
        .filter(task -> task.label().equals(label))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void aResultThatALimitTouchedIsNotFoundUnderAWiderOne() throws Exception {
    var narrow = run("1MiB");
    var wide = run("256MiB");

    assertThat(narrow.output()).contains(Node.of(REFUSED));
    assertThat(state(wide, "grow")).isEqualTo(State.EXECUTED);
    assertThat(wide.output().orElseThrow()).isNotEqualTo(Node.of(REFUSED));
  }

  @Test
  void aResultThatNoLimitTouchedIsFoundUnderANarrowerOne() throws Exception {
    var wide = run("256MiB");
    var narrow = run("1MiB");

    assertThat(narrow.tasks()).extracting(TaskView::state).containsOnly(State.REPLAYED);
    assertThat(narrow.output()).isEqualTo(wide.output());
  }

  @Test
  void whatWasComputedFromALimitedResultIsNotFoundByRunsWithoutThatLimit() throws Exception {
    run("1MiB");
    var wide = run("256MiB");

    assertThat(state(wide, "echo")).isEqualTo(State.EXECUTED);
    assertThat(state(wide, "again")).isEqualTo(State.EXECUTED);
  }

  @Test
  void aLimitedResultIsFoundUnderTheSameLimitsAndWhatFollowsComputedAgain() throws Exception {
    run("1MiB");
    var same = run("1MiB");

    assertThat(state(same, "grow")).isEqualTo(State.REPLAYED);
    assertThat(state(same, "echo")).isEqualTo(State.EXECUTED);
    assertThat(same.output()).contains(Node.of(REFUSED));
  }

  @Test
  void aPlanCountsOnResultsThatNoLimitTouched() throws Exception {
    run("256MiB");

    var plan = node.plan(RunRequest.of(workflow("1MiB")));

    assertThat(plan.hits()).isEqualTo(3);
  }

  @Test
  void aPlanComputesWhatFollowsALimitedResult() throws Exception {
    run("1MiB");

    var plan = node.plan(RunRequest.of(workflow("1MiB")));

    assertThat(plan.steps())
        .extracting(step -> step.receipt().isPresent())
        .containsExactly(true, false, false);
    assertThat(plan.steps().getLast().reason()).contains("limit");
  }

  @Test
  void aReceiptBuiltOnALimitedResultCanStillBeReplayed() throws Exception {
    var narrow = run("1MiB");
    run("256MiB");
    for (var task : narrow.tasks()) {
      var receipt = node.findReceipt(task.receipt().orElseThrow()).orElseThrow();

      var check = node.verify(receipt.bytes(), true);

      assertThat(check.findings())
          .allSatisfy(finding -> assertThat(finding.result()).isEqualTo(Result.PASSED));
    }
  }
}
