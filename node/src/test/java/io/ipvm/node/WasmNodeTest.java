package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.engine.ModuleDescription;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import io.ipvm.workflow.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The node with the engine it finds: the examples of this repository.
final class WasmNodeTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path dataDir;

  @Test
  void callsAFunctionOfARegisteredModule() throws Exception {
    try (var node = Ipvm.open(dataDir)) {
      var module = node.addModule("hello", EXAMPLES.resolve("hello/hello.wasm"));

      var result = node.run(node.call(module, "greet", List.of(Node.of("you"))));

      assertThat(result.output()).contains(Node.of("Hello, you!"));
      assertThat(node.store().findName("hello")).contains(module);
    }
  }

  @Test
  void describesAModule() {
    try (var node = Ipvm.open(dataDir)) {
      var module = node.addModule("hello", EXAMPLES.resolve("hello/hello.wasm"));

      var description = node.describe(module);

      assertThat(description.functions())
          .extracting(ModuleDescription.Function::name)
          .containsExactly("greet");
    }
  }

  @Test
  void refusesAModuleThatIsNone() throws Exception {
    var rubbish = Files.writeString(dataDir.resolve("rubbish.wasm"), "rubbish");
    try (var node = Ipvm.open(dataDir.resolve("data"))) {
      assertThatThrownBy(() -> node.addModule("rubbish", rubbish)).hasMessageContaining("bafk");
      assertThat(node.store().findName("rubbish")).isEmpty();
    }
  }

  @Test
  void aTrapNamesTheTaskAndTheFunctionItHappenedIn() throws Exception {
    var bad = Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm", "bad.wasm");
    try (var node = Ipvm.open(dataDir)) {
      var module = node.addModule("bad", bad);

      var failure = node.run(node.call(module, "trap", List.of())).failure().orElseThrow();

      assertThat(failure.what()).isEqualTo("task call (trap) failed");
      assertThat(failure.why()).contains("unreachable", "in fall_over");
    }
  }

  @Test
  void aBlockThatNobodyHereHasIsNamedWithWhatBringsIt() throws Exception {
    var modules = Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm");
    try (var node = Ipvm.open(dataDir)) {
      var module = node.addModule("echo", modules.resolve("echo.wasm"));
      var missing = Block.of(Codec.RAW, Bytes.utf8("nobody has this")).cid();

      var failure =
          node.run(node.call(module, "echo-list", List.of(Node.of(missing))))
              .failure()
              .orElseThrow();

      assertThat(failure.why()).contains(missing.toString());
      assertThat(failure.advice()).contains("ipvm dag import");
    }
  }

  @Test
  void whatReadAClockIsComputedAgainEveryTime() throws Exception {
    var modules = Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm");
    try (var node = Ipvm.open(dataDir)) {
      var module = node.addModule("wasi", modules.resolve("wasi.wasm"));

      var first = node.run(node.call(module, "ticks", List.of()));
      var second = node.run(node.call(module, "ticks", List.of()));

      assertThat(second.tasks()).extracting(TaskView::state).containsExactly(State.EXECUTED);
      var receipt =
          node.store()
              .runs()
              .findReceipt(first.tasks().getFirst().receipt().orElseThrow())
              .orElseThrow();
      var replay = node.verify(receipt.bytes(), true).findings().getLast();
      assertThat(replay.result()).isEqualTo(ReceiptCheck.Finding.Result.UNKNOWN);
      assertThat(replay.detail()).contains("read a clock");
    }
  }

  @Test
  void runsAHomestarDocumentUnchangedAndReplaysIt() throws Exception {
    try (var node = Ipvm.open(dataDir)) {
      var first = runHomestar(node);
      var second = runHomestar(node);

      assertThat(first.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(first.output().orElseThrow()).isEqualTo(MapNode.of("add_one-3", Node.of(4)));
      assertThat(second.tasks()).extracting(TaskView::state).containsOnly(State.REPLAYED);
      assertThat(second.output()).isEqualTo(first.output());
    }
  }

  private static RunResult runHomestar(Ipvm node) throws Exception {
    var folder = EXAMPLES.resolve("homestar");
    var document = Bytes.owned(Files.readAllBytes(folder.resolve("add-one.json")));
    if (node.read(document, "add-one.json", folder) instanceof Reading.Valid(var read, var _)
        && read.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
      var options = new RunRequest.Options(0, Optional.empty(), Optional.of(folder));
      return node.start(RunRequest.of(workflow).withOptions(options), event -> {}).join();
    }
    throw new AssertionError("add-one.json is refused");
  }
}
