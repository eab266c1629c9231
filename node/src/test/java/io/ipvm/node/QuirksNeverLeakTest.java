package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.TaskView.State;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two mappings share results that no quirk touched, and no others (`homestar.md` section 5). A
/// float of 32 bits is such a quirk: Homestar makes its shortest decimal a double.
final class QuirksNeverLeakTest {
  private static final Path MODULES =
      Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm");

  @TempDir private Path dataDir;
  private Ipvm node;
  private Cid echo;

  @BeforeEach
  void open() {
    node = Ipvm.open(dataDir);
    echo = node.addModule("echo", MODULES.resolve("echo.wasm"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  /// Two tasks, the same instructions in both kinds of document: `function` of one half or of 0.1,
  /// then a function that no quirk touches of what it returned.
  private RunResult run(boolean homestar, String function, double argument) throws Exception {
    var first = call(function, Node.of(argument));
    var awaited = MapNode.of("await/ok", Node.of(first.cid()));
    var document =
        MapNode.builder().put("tasks", Node.list(task(first), task(call("echo-f64", awaited))));
    if (!homestar) {
      document.put("v", "0.2.0");
    }
    var bytes = Bytes.utf8(DagJson.encode(document.build()));
    if (node.read(bytes, "test.json", dataDir) instanceof Reading.Valid(var template, var _)
        && template.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
      return node.run(workflow);
    }
    throw new AssertionError("the document is refused");
  }

  private Instruction call(String function, Node argument) {
    var input = MapNode.builder().put("func", function).put("args", Node.list(argument)).build();
    return new Instruction("ipfs://" + echo, "wasm/run", input, Node.of(""));
  }

  private static MapNode task(Instruction instruction) {
    return MapNode.builder()
        .put("cause", Node.NULL)
        .put("meta", MapNode.EMPTY)
        .put("prf", Node.list())
        .put("run", instruction.toNode())
        .build();
  }

  @Test
  void whatWasComputedFromAQuirkIsNotFoundInTheOtherMapping() throws Exception {
    run(true, "echo-f32", 0.1);

    var ours = run(false, "echo-f32", 0.1);

    assertThat(ours.tasks()).extracting(TaskView::state).containsOnly(State.EXECUTED);
    assertThat(ours.output().orElseThrow().toString()).contains("0.10000000149");
  }

  @Test
  void whatWasComputedFromAQuirkIsFoundInItsOwnMapping() throws Exception {
    run(true, "echo-f32", 0.1);

    var again = run(true, "echo-f32", 0.1);

    assertThat(again.tasks()).extracting(TaskView::state).containsOnly(State.REPLAYED);
  }

  @Test
  void resultsWithoutAQuirkServeBothMappings() throws Exception {
    run(true, "echo-f32", 0.5);

    var ours = run(false, "echo-f32", 0.5);

    assertThat(ours.tasks()).extracting(TaskView::state).containsOnly(State.REPLAYED);
  }
}
