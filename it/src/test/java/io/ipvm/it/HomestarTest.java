package io.ipvm.it;

import static io.ipvm.it.HomestarWorkflow.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunResult;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunRecord;
import io.ipvm.testkit.Property;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Homestar 0.3.0 and our node get the same documents and have to issue the same receipts, byte for
/// byte. Where they differ on purpose (`homestar.md` section 18) a test of its own says how.
@Tag("interop")
final class HomestarTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "homestar");
  private static final Path ECHO =
      Path.of("..", "wasm/src/test/resources/io/ipvm/wasm", "echo.wasm");

  /// Tasks of a generated document.
  private static final int TASKS = 8;

  /// A function takes any of these spellings, and its receipt repeats it.
  private static final List<String> SPELLINGS =
      List.of("add-one", "add_one", "ADD_ONE", "addOne", "AddOne");

  /// Calls of `echo.wasm`, each with something that is easily done in another way.
  private static final List<String> CALLS =
      List.of(
          "echo-f32 [3883.2]",
          "echo-f32 [0.3333333432674408]",
          "echo-u8 [300.7]",
          "echo-u64 [18446744073709551615]",
          "echo-f64 [5]",
          "echo-string [null]",
          "echo-string [{\"/\":{\"bytes\":\"aGVsbG8\"}}]",
          "echo-string [[\"just\",\"x\"]]",
          "echo-option-u32 [null]",
          "echo-result [[5,null]]",
          "echo-result-err [[null,\"why\"]]",
          "echo-list [[]]",
          "echo-mixed [{\"big\":18446744073709551615}]",
          "echo-thirty-two [[\"f0\",\"f31\"]]",
          "reverse-strings [[\"a\",\"null\",\"\"]]",
          "reverse-pairs [[[\"a\",1],[\"a\",2]]]",
          "do-nothing [1]");

  @TempDir private static Path folder;

  private static KuboStandIn kubo;
  private static HomestarPeer homestar;
  private static Ipvm node;
  private static Cid functions;
  private static Cid echo;

  /// A receipt without our signature: its CID and its content.
  private record Issued(Cid cid, MapNode content) {}

  @BeforeAll
  static void start() throws Exception {
    var binary = HomestarPeer.findBinary();
    assumeTrue(binary.isPresent(), "skipped: there is no npm to install Homestar with");
    node = Ipvm.open(folder.resolve("data"));
    var files = new HashMap<Cid, Bytes>();
    functions = add(EXAMPLES.resolve("functions.wasm"), files);
    add(EXAMPLES.resolve("functions.core.wasm"), files);
    echo = add(ECHO, files);
    kubo = new KuboStandIn(files);
    homestar = new HomestarPeer(binary.orElseThrow(), folder, kubo);
  }

  private static Cid add(Path file, Map<Cid, Bytes> files) throws IOException {
    var cid = node.addModule(file.getFileName().toString(), file);
    files.put(cid, Bytes.owned(Files.readAllBytes(file)));
    return cid;
  }

  @AfterAll
  static void end() throws Exception {
    if (homestar != null) {
      homestar.close();
    }
    if (kubo != null) {
      kubo.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"add-one.json, 3", "join-strings.json, 3"})
  void bothIssueTheSameReceiptsForTheExamples(String file, int tasks) throws Exception {
    assertSameReceipts(Bytes.owned(Files.readAllBytes(EXAMPLES.resolve(file))), tasks);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void bothIssueTheSameReceiptsForGeneratedDocuments(long seed) throws Exception {
    var workflow = generate(seed);

    assertSameReceipts(workflow.document(), workflow.size());
  }

  @Test
  void bothIssueTheSameReceiptsForEveryOddCall() throws Exception {
    var workflow = new HomestarWorkflow(1_000);
    for (var call : CALLS) {
      call(workflow, call);
    }

    assertSameReceipts(workflow.document(), workflow.size());
  }

  /// Homestar stays silent.
  @Test
  void aFailedTaskHasAReceiptHere() throws Exception {
    var failing = new HomestarWorkflow(2_000);
    failing.call(functions, "unknown", List.of(Node.of(1)));
    var following = new HomestarWorkflow(2_001);
    following.call(functions, "add-one", List.of(Node.of(1)));

    var ours = run(bind(failing.document()));
    homestar.run(failing.document(), 0);

    assertThat(ours.tasks()).extracting(TaskView::state).containsOnly(State.FAILED);
    assertThat(ours.tasks().getFirst().receipt()).isPresent();
    assertThat(homestar.run(following.document(), 1)).hasSize(1);
    assertThat(homestar.unexpected()).as("notifications of the failing one").isZero();
  }

  /// Homestar does not look at the branch.
  @Test
  void anAwaitOfTheOtherBranchFailsHere() throws Exception {
    var workflow = new HomestarWorkflow(3_000);
    var one = workflow.call(functions, "add-one", List.of(Node.of(1)));
    workflow.call(functions, "add-one", List.of(await("await/error", one)));

    var theirs = homestar.run(workflow.document(), 2);
    var ours = run(bind(workflow.document()));

    assertThat(theirs).extracting(t -> out(t.content())).contains(okay(2), okay(3));
    assertThat(ours.tasks())
        .extracting(TaskView::state)
        .containsExactly(State.EXECUTED, State.SKIPPED);
  }

  private static Node out(MapNode receipt) {
    return receipt.find("out").orElseThrow();
  }

  private static Node okay(long value) {
    return Node.list(Node.of("ok"), Node.of(value));
  }

  /// Chains of numbers and of texts, and echoes of both.
  private static HomestarWorkflow generate(long seed) {
    var random = Property.random(seed);
    var workflow = new HomestarWorkflow(seed);
    var numbers = new ArrayList<Node>();
    numbers.add(Node.of(random.nextInt(Integer.MAX_VALUE - TASKS)));
    var texts = new ArrayList<Node>();
    texts.add(Node.of("text " + random.nextInt()));
    while (workflow.size() < TASKS) {
      var number = List.of(any(numbers, random));
      var text = List.of(any(texts, random));
      var branch = random.nextBoolean() ? "await/ok" : "await/*";
      switch (random.nextInt(6)) {
        case 0 ->
            numbers.add(await(branch, workflow.call(functions, any(SPELLINGS, random), number)));
        case 1 -> numbers.add(await(branch, workflow.call(echo, "echo-s64", number)));
        case 2 -> texts.add(await(branch, workflow.call(functions, "append-string", text)));
        case 3 -> {
          var both = List.of(any(texts, random), any(texts, random));
          texts.add(await(branch, workflow.call(functions, "join_strings", both)));
        }
        case 4 -> texts.add(await(branch, workflow.call(echo, "echo-string", text)));
        default -> call(workflow, any(CALLS, random));
      }
    }
    return workflow;
  }

  private static void call(HomestarWorkflow workflow, String call) {
    int blank = call.indexOf(' ');
    var args = (ListNode) DagJson.decode(call.substring(blank + 1));
    workflow.call(echo, call.substring(0, blank), args.items());
  }

  private static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  private static void assertSameReceipts(Bytes document, int tasks) throws Exception {
    var workflow = bind(document);
    var expected = new HashMap<Cid, Issued>();
    for (var notified : homestar.run(document, tasks)) {
      assertThat(notified.workflow()).isEqualTo(workflow.homestarCid());
      var ran = HomestarPeer.link(notified.content(), "ran");
      expected.put(ran, new Issued(notified.receipt(), notified.content()));
    }

    var result = run(workflow);

    assertThat(result.failure()).isEmpty();
    assertThat(receipts(result.run())).isEqualTo(expected).hasSize(tasks);
  }

  /// Only issued by that run: nothing is known from an earlier one.
  private static Map<Cid, Issued> receipts(RunId run) {
    var receipts = new HashMap<Cid, Issued>();
    for (var record : node.store().runs().read(run)) {
      if (record instanceof RunRecord.ReceiptIssued issued && issued.compatibility().isPresent()) {
        var cid = issued.compatibility().orElseThrow();
        var content = (MapNode) DagCbor.decode(node.store().blocks().require(cid));
        receipts.put(HomestarPeer.link(content, "ran"), new Issued(cid, content));
      }
    }
    return receipts;
  }

  private static RunResult run(Workflow workflow) throws InterruptedException {
    return node.run(workflow);
  }

  private static Workflow bind(Bytes document) {
    var text = new String(document.toArray(), StandardCharsets.UTF_8);
    return Documents.bind(node, text, "workflow.json", Node.NULL);
  }
}
