package io.ipvm.it;

import static io.ipvm.it.HomestarWorkflow.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.RunResult;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where our node differs from Homestar 0.3.0 on purpose: what both make of the same document.
/// `docs/homestar.md` lists these tests.
@Tag("interop")
final class HomestarDifferencesTest {
  @TempDir private static Path folder;

  @AutoClose private static TwoNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = TwoNodes.start(folder);
  }

  /// Homestar stays silent, and calls the workflow completed.
  @Test
  void aFailedTaskHasAReceiptHere() throws Exception {
    var workflow = new HomestarWorkflow(2_000);
    workflow.call(functions(), "unknown", Node.of(1));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = run(workflow);

    assertThat(theirs.receipts()).isEmpty();
    assertThat(states(ours)).containsExactly(State.FAILED);
    assertThat(ours.tasks().getFirst().receipt()).isPresent();
    assertThat(ours.status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void anUnknownOperationFailsHere() throws Exception {
    var workflow = new HomestarWorkflow(2_100);
    workflow.add(clockReading().with("op", Node.of("wasm/walk")));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = run(workflow);

    assertThat(theirs.receipts()).isEmpty();
    assertThat(ours.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ours.failure().orElseThrow().why()).contains("wasm/walk");
  }

  /// To Homestar a workflow has one name, and which it is after a replay depends on a race, as does
  /// whether the replay is told: so only this node is asked.
  @Test
  void aRunHasItsOwnNameHereAndAllItsReceipts() throws Exception {
    var workflow = new HomestarWorkflow(2_200);
    var one = workflow.call(functions(), "add-one", Node.of(1));
    workflow.call(functions(), "add-one", await("await/ok", one));

    var first = run(workflow);
    var second = run(workflow);

    assertThat(states(second)).containsExactly(State.REPLAYED, State.REPLAYED);
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(second.tasks().stream().map(TaskView::receipt))
        .containsExactlyElementsOf(first.tasks().stream().map(TaskView::receipt).toList());
  }

  /// Homestar reads `meta` and attaches no limiter.
  @Test
  void limitsAreEnforcedHere() throws Exception {
    var workflow = new HomestarWorkflow(2_300);
    var input = MapNode.builder().put("func", "hog").put("args", Node.list(Node.of(100))).build();
    workflow.add(
        MapNode.builder()
            .put("op", "wasm/run")
            .put("rsc", "ipfs://" + nodes.module("bad"))
            .put("input", input)
            .put("nnc", workflow.nonce(12))
            .build(),
        MapNode.builder().put("memory", 1 << 20).build());

    var theirs = nodes.homestar().run(workflow.document());
    var ours = nodes.run(workflow.document());

    assertThat(outs(theirs)).containsExactly(okay(3));
    assertThat(outs(ours)).as("memory.grow is refused").containsExactly(okay(0xffff_ffffL));
  }

  @Test
  void anEndlessLoopEndsHere() throws Exception {
    var workflow = new HomestarWorkflow(2_400);
    var input = MapNode.builder().put("func", "spin").put("args", Node.list()).build();
    workflow.add(
        MapNode.builder()
            .put("op", "wasm/run")
            .put("rsc", "ipfs://" + nodes.module("bad"))
            .put("input", input)
            .build(),
        MapNode.builder().put("time", 200).build());

    var ours = run(workflow);

    assertThat(states(ours)).containsExactly(State.FAILED);
    assertThat(ours.failure().orElseThrow().why()).contains("200 ms");
  }

  /// Homestar does not look at the branch.
  @Test
  void anAwaitOfTheOtherBranchFailsHere() throws Exception {
    var workflow = new HomestarWorkflow(3_000);
    var one = workflow.call(functions(), "add-one", Node.of(1));
    workflow.call(functions(), "add-one", await("await/error", one));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = run(workflow);

    assertThat(outs(theirs)).containsExactlyInAnyOrder(okay(2), okay(3));
    assertThat(states(ours)).containsExactly(State.EXECUTED, State.SKIPPED);
  }

  /// To Homestar every map of one link is `await/*`.
  @Test
  void anotherKeyThanThoseOfAwaitsIsRefusedHere() throws Exception {
    var workflow = new HomestarWorkflow(3_100);
    var one = workflow.call(functions(), "add-one", Node.of(1));
    workflow.call(functions(), "add-one", await("await/anything", one));

    var theirs = nodes.homestar().run(workflow.document());

    assertThat(outs(theirs)).containsExactlyInAnyOrder(okay(2), okay(3));
    assertThatThrownBy(() -> run(workflow)).hasMessageContaining("`await/anything` is no promise");
  }

  /// Homestar sees no dependency, and the map has the wrong type.
  @Test
  void whatIsAwaitedInsideAListIsFoundHere() throws Exception {
    var workflow = new HomestarWorkflow(3_200);
    var one = workflow.call(functions(), "append-string", Node.of("a"));
    var both = Node.list(Node.of("b"), await("await/ok", one));
    var reversed = workflow.call(nodes.module("echo"), "reverse-strings", both);

    var theirs = nodes.homestar().run(workflow.document());
    var ours = nodes.run(workflow.document());

    // The other task runs beside it, and its result may be lost.
    assertThat(theirs.receipts()).doesNotContainKey(reversed);
    assertThat(outs(ours))
        .contains(Node.list(Node.of("ok"), Node.list(Node.of("a\nworld"), Node.of("b"))));
  }

  @Test
  void aResultOfAnotherWorkflowIsFoundByBoth() throws Exception {
    var first = new HomestarWorkflow(3_300);
    var one = first.call(functions(), "add-one", Node.of(1));
    nodes.assertSame("other-workflow-1", first.document(), 1);
    var second = new HomestarWorkflow(3_301);
    second.call(functions(), "add-one", await("await/ok", one));

    nodes.assertSame("other-workflow-2", second.document(), 1);
  }

  /// In Homestar the tasks beside the one that fails are lost, too.
  @Test
  void aFailureStopsOnlyWhatAwaitsItHere() throws Exception {
    var workflow = new HomestarWorkflow(3_400);
    var good = workflow.call(functions(), "add-one", Node.of(1));
    var bad = workflow.call(nodes.module("bad"), "trap");
    workflow.call(functions(), "add-one", await("await/ok", good));
    workflow.call(functions(), "add-one", await("await/ok", bad));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = nodes.node().run(nodes.bind(workflow.document()));
    var answer = nodes.answer(nodes.bind(workflow.document()), ours);

    assertThat(answer.receipts()).containsAllEntriesOf(theirs.receipts());
    assertThat(outs(answer)).containsExactlyInAnyOrder(okay(2), okay(3));
    assertThat(states(ours))
        .containsExactlyInAnyOrder(State.EXECUTED, State.FAILED, State.EXECUTED, State.SKIPPED);
  }

  /// Homestar replays a batch if it knows all of it.
  @Test
  void everyTaskIsRememberedByItselfHere() throws Exception {
    var first = new HomestarWorkflow(3_500);
    first.call(functions(), "add-one", Node.of(1));
    var both = new HomestarWorkflow(3_500);
    both.call(functions(), "add-one", Node.of(1));
    both.call(functions(), "add-one", Node.of(2));
    run(first);

    var ours = run(both);

    assertThat(states(ours)).containsExactly(State.REPLAYED, State.EXECUTED);
  }

  /// The second workflow has the same instruction and another `meta`.
  @Test
  void aReadingOfTheClockIsNotRememberedHere() throws Exception {
    var run = clockReading();
    var first = new HomestarWorkflow(3_600);
    first.add(run, MapNode.builder().put("first", 1).build());
    var second = new HomestarWorkflow(3_601);
    second.add(run, MapNode.builder().put("second", 2).build());

    var theirs = nodes.homestar().run(first.document());
    nodes.homestar().replay(second.document());
    run(first);
    var ours = run(second);

    var instruction = theirs.receipts().keySet().iterator().next();
    assertThat(nodes.homestar().count(instruction)).isEqualTo(1);
    assertThat(states(ours)).containsExactly(State.EXECUTED);
  }

  private static MapNode clockReading() {
    return MapNode.builder()
        .put("op", "wasm/run")
        .put("rsc", "ipfs://" + nodes.module("homestar"))
        .put("input", MapNode.builder().put("func", "host-time").put("args", Node.list()).build())
        .build();
  }

  /// In Homestar nothing of the workflow runs.
  @Test
  void aLinkThatNobodyHasFailsItsTaskAloneHere() throws Exception {
    var nobodyHas = Block.of(Codec.RAW, Bytes.utf8("nobody has this")).cid();
    var workflow = new HomestarWorkflow(3_700);
    workflow.call(functions(), "add-one", Node.of(1));
    workflow.call(nodes.module("echo"), "echo-list", Node.of(nobodyHas));

    var name = nodes.homestar().start(workflow.document());
    nodes.homestar().run(another(3_701).document());
    var ours = run(workflow);

    assertThat(nodes.homestar().status(name)).isEqualTo("pending");
    assertThat(states(ours)).containsExactly(State.EXECUTED, State.FAILED);
  }

  /// In Homestar the thread panics, and the workflow stays pending.
  @Test
  void aResourceThatIsNoCidIsRefusedHere() throws Exception {
    var workflow = new HomestarWorkflow(3_800);
    workflow.add(clockReading().with("rsc", Node.of("https://example.com/functions.wasm")));

    var name = nodes.homestar().start(workflow.document());
    nodes.homestar().run(another(3_801).document());

    assertThat(nodes.homestar().status(name)).isEqualTo("pending");
    assertThatThrownBy(() -> run(workflow))
        .hasMessageContaining("https://example.com/functions.wasm");
  }

  /// Homestar runs whatever is served under the CID.
  @Test
  void bytesThatTheirCidDoesNotNameAreNotRunHere() throws Exception {
    var functions = nodes.node().blocks().find(functions()).orElseThrow();
    var wrong = Block.of(Codec.RAW, Bytes.utf8("not these bytes")).cid();
    nodes.kubo().serve(wrong, functions);
    nodes.node().store().blocks().put(new Block(wrong, functions));
    var workflow = new HomestarWorkflow(3_900);
    workflow.call(wrong, "add-one", Node.of(1));

    var theirs = nodes.homestar().run(workflow.document());
    var ours = nodes.run(workflow.document());

    assertThat(outs(theirs)).containsExactly(okay(2));
    assertThat(ours.receipts()).isEmpty();
  }

  @Test
  void everyReceiptIsSignedHereBesideTheOneThatBothIssue() throws Exception {
    var workflow = another(4_000);

    var ours = run(workflow);

    var receipt =
        nodes.node().findReceipt(ours.tasks().getFirst().receipt().orElseThrow()).orElseThrow();
    assertThat(nodes.node().verify(receipt.bytes(), true).passed()).isTrue();
    assertThat(receipt.issuer()).isEqualTo(nodes.node().nodeDid());
    assertThat(nodes.run(another(4_001).document()).receipts().values())
        .extracting(issued -> issued.content().find("iss").orElseThrow())
        .containsExactly(Node.NULL);
  }

  private static HomestarWorkflow another(long seed) {
    var workflow = new HomestarWorkflow(seed);
    workflow.call(functions(), "add-one", Node.of(1));
    return workflow;
  }

  private static Cid functions() {
    return nodes.module("functions");
  }

  private static RunResult run(HomestarWorkflow workflow) throws InterruptedException {
    return nodes.node().run(nodes.bind(workflow.document()));
  }

  private static List<State> states(RunResult result) {
    return result.tasks().stream().map(TaskView::state).toList();
  }

  private static List<Node> outs(Answer answer) {
    return answer.receipts().values().stream().map(Answer.Issued::out).toList();
  }

  private static Node okay(long value) {
    return Node.list(Node.of("ok"), Node.of(value));
  }
}
