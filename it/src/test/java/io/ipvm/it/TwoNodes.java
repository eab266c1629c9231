package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunResult;
import io.ipvm.store.RunRecord;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Homestar 0.3.0 and our node beside each other, both empty at first and with the same modules:
/// they get the same documents, and have to come to the same answers, byte for byte.
///
/// A document on which they do not agree is left in `target/homestar/differences` with both
/// answers.
final class TwoNodes implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("..", "examples", "homestar");
  private static final Path FUNCTIONS = Path.of("..", "wasm/src/test/resources/io/ipvm/wasm");
  private static final Path DIFFERENCES = Path.of("target", "homestar", "differences");

  /// Built from C for the tests of module `wasm`, which say what each is for.
  private static final List<String> MODULES =
      List.of(
          "echo",
          "echo-utf16",
          "echo-latin1",
          "names",
          "interface",
          "bad",
          "homestar",
          "homestar-core",
          "wasi",
          "wasi-core");

  private final Ipvm node;
  private final KuboStandIn kubo;
  private final Path binary;
  private final Path folder;
  private HomestarPeer homestar;
  private int restarts;
  private final Map<String, Cid> modules = new HashMap<>();

  /// Starts both. Skips the test if Homestar cannot be had.
  ///
  /// @param folder for what they keep
  static TwoNodes start(Path folder) throws IOException, InterruptedException, SQLException {
    var binary = HomestarPeer.findBinary();
    assumeTrue(binary.isPresent(), "skipped: there is no npm to install Homestar with");
    return new TwoNodes(binary.orElseThrow(), folder);
  }

  private TwoNodes(Path binary, Path folder)
      throws IOException, InterruptedException, SQLException {
    this.binary = binary;
    this.folder = folder;
    node = Ipvm.open(folder.resolve("data"));
    var files = new HashMap<Cid, Bytes>();
    add("functions", EXAMPLES.resolve("functions.wasm"), files);
    add("functions-core", EXAMPLES.resolve("functions.core.wasm"), files);
    for (var module : MODULES) {
      add(module, FUNCTIONS.resolve(module + ".wasm"), files);
    }
    var hello = Bytes.utf8("hello");
    var block = Block.of(Codec.RAW, hello);
    node.store().blocks().put(block);
    files.put(block.cid(), hello);
    kubo = new KuboStandIn(files);
    homestar = HomestarPeer.start(binary, folder, kubo);
  }

  private void add(String name, Path file, Map<Cid, Bytes> files) throws IOException {
    var cid = node.addModule(name, file);
    files.put(cid, Bytes.owned(Files.readAllBytes(file)));
    modules.put(name, cid);
  }

  Cid module(String name) {
    return Objects.requireNonNull(modules.get(name), name);
  }

  Ipvm node() {
    return node;
  }

  KuboStandIn kubo() {
    return kubo;
  }

  HomestarPeer homestar() {
    return homestar;
  }

  /// Homestar sometimes falls silent for good after a hundred documents or more, in the middle of
  /// one: another one with an empty database is asked once more.
  Answer ofHomestar(Asking asking) throws Exception {
    try {
      return asking.ask(homestar);
    } catch (HomestarPeer.Silence _) {
      homestar.close();
      restarts++;
      var place = Files.createDirectories(folder.resolve("homestar-" + restarts));
      homestar = HomestarPeer.start(binary, place, kubo);
      return asking.ask(homestar);
    }
  }

  /// A question to Homestar.
  @FunctionalInterface
  interface Asking {
    Answer ask(HomestarPeer homestar) throws Exception;
  }

  /// Both run `document` and have to agree on everything.
  ///
  /// @param name what its file is called if they do not
  /// @param receipts how many Homestar issues
  void assertSame(String name, String document, int receipts) throws Exception {
    var theirs = ofHomestar(homestar -> homestar.run(document));
    assertSame(name, document, theirs);
    assertThat(theirs.receipts()).as(name).hasSize(receipts);
  }

  /// Our node has to come to `theirs`.
  void assertSame(String name, String document, Answer theirs) throws Exception {
    var ours = run(document);
    if (!ours.equals(theirs)) {
      var folder = Files.createDirectories(DIFFERENCES);
      Files.writeString(folder.resolve(name + ".json"), document);
      Files.writeString(folder.resolve(name + ".homestar.txt"), theirs.toString());
      Files.writeString(folder.resolve(name + ".ours.txt"), ours.toString());
    }
    assertThat(ours).as(name + ", see " + DIFFERENCES).isEqualTo(theirs);
  }

  /// What our node makes of `document`, in words of Homestar: a task that failed has a receipt
  /// here, but none of this form.
  Answer run(String document) throws InterruptedException {
    var workflow = bind(document);
    return answer(workflow, node.run(workflow));
  }

  /// Whether our node takes `document`, be what comes of it good or bad.
  boolean takes(String document) {
    return node.read(Bytes.utf8(document), "workflow.json", Path.of("."))
        instanceof Reading.Valid<Template>;
  }

  Workflow bind(String document) {
    return Documents.bind(node, document, "workflow.json", Node.NULL);
  }

  Answer answer(Workflow workflow, RunResult result) {
    var instructions = new HashMap<Cid, Cid>();
    workflow.tasks().forEach(task -> instructions.put(task.invocation(), task.instruction().cid()));
    var receipts =
        compatibilityReceipts(result.run()).stream()
            .collect(
                Collectors.toMap(
                    issued -> instructions.get(issued.invocation()), issued -> issued));
    return new Answer(workflow.homestarCid(), new HashSet<>(instructions.values()), receipts);
  }

  /// Only those issued by that run: nothing is known from an earlier one.
  private List<Answer.Issued> compatibilityReceipts(RunId run) {
    return node.store().runs().read(run).stream()
        .filter(RunRecord.ReceiptIssued.class::isInstance)
        .flatMap(record -> ((RunRecord.ReceiptIssued) record).compatibility().stream())
        .map(cid ->
            new Answer.Issued(cid, (MapNode) DagCbor.decode(node.store().blocks().require(cid))))
        .toList();
  }

  @Override
  public void close() throws SQLException {
    homestar.close();
    kubo.close();
    node.close();
  }
}
