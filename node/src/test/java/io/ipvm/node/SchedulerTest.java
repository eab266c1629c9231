package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchedulerTest {
  private static final String CHAIN =
      """
      v: 0.2.0
      name: chain
      input: { type: object, properties: { start: { type: integer, default: 1 } } }
      tasks:
        first: { call: java/add-one@1, with: "{{ input.start }}" }
        second: { call: java/add-one@1, with: "{{ needs.first.output }}" }
        other: { call: java/add-one@1, with: 100 }
      output: { second: "{{ needs.second.output }}", other: "{{ needs.other.output }}" }
      """;

  private static final String PAY =
      """
      v: 0.2.0
      tasks:
        pay: { call: java/pay@1, with: 1 }
        wait: { call: java/block@1, with: "{{ needs.pay.output }}" }
      output: "{{ needs.wait.output }}"
      """;

  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @TempDir private Path folder;
  private Ipvm node;

  @BeforeEach
  void open() {
    node = start();
  }

  @AfterEach
  void close() {
    released.countDown();
    node.close();
  }

  @Test
  void computesTasksInTheOrderOfTheirInputs() throws Exception {
    var result = node.run(bind(CHAIN, Node.NULL));

    assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(result.output().orElseThrow())
        .isEqualTo(MapNode.builder().put("second", 3).put("other", 101).build());
    assertThat(states(result)).containsOnly(State.EXECUTED);
  }

  @Test
  void aResultThatNoReceiptCanHoldFailsItsTask() throws Exception {
    var document =
        """
        v: 0.2.0
        tasks:
          deep: { call: java/nest@1, with: 1 }
          other: { call: java/add-one@1, with: 1 }
        output: "{{ needs.other.output }}"
        """;

    var result = node.run(bind(document, Node.NULL));

    assertThat(states(result)).containsExactlyInAnyOrder(State.FAILED, State.EXECUTED);
    assertThat(result.tasks().toString()).contains("no receipt can hold the result");
  }

  @Test
  void replaysEverythingTheSecondTime() throws Exception {
    var first = node.run(bind(CHAIN, Node.NULL));

    var second = node.run(bind(CHAIN, Node.NULL));

    assertThat(states(second)).containsOnly(State.REPLAYED);
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(second.tasks().stream().map(TaskView::receipt).toList())
        .isEqualTo(first.tasks().stream().map(TaskView::receipt).toList());
    assertThat(count("add-one")).isEqualTo(3);
  }

  @Test
  void replaysFromTheLogOfAnEarlierProcess() throws Exception {
    node.run(bind(CHAIN, Node.NULL));
    node.close();

    node = start();
    var second = node.run(bind(CHAIN, Node.NULL));

    assertThat(states(second)).containsOnly(State.REPLAYED);
    assertThat(count("add-one")).isEqualTo(3);
  }

  @Test
  void computesOnlyWhatDependsOnAChangedInput() throws Exception {
    node.run(bind(CHAIN, Node.NULL));

    var changed = node.run(bind(CHAIN, MapNode.of("start", Node.of(7))));

    assertThat(state(changed, "first")).isEqualTo(State.EXECUTED);
    assertThat(state(changed, "second")).isEqualTo(State.EXECUTED);
    assertThat(state(changed, "other")).isEqualTo(State.REPLAYED);
  }

  @Test
  void computesFreshTasksAndWhatFollowsThemAgain() throws Exception {
    node.run(bind(CHAIN, Node.NULL));

    var request = RunRequest.of(bind(CHAIN, Node.NULL)).withFresh(Set.of("first"));
    var fresh = node.start(request, event -> {}).join();

    assertThat(state(fresh, "first")).isEqualTo(State.EXECUTED);
    assertThat(state(fresh, "second")).isEqualTo(State.EXECUTED);
    assertThat(state(fresh, "other")).isEqualTo(State.REPLAYED);
  }

  @Test
  void plansWhatItWouldReplay() throws Exception {
    node.run(bind(CHAIN, Node.NULL));

    var plan = node.plan(RunRequest.of(bind(CHAIN, MapNode.of("start", Node.of(9)))));

    assertThat(plan.hits()).isEqualTo(1);
    assertThat(plan.steps()).hasSize(3);
    assertThat(count("add-one")).isEqualTo(3);
  }

  @Test
  void failsOnlyWhatDependsOnAFailedTask() throws Exception {
    var document =
        """
        v: 0.2.0
        tasks:
          bad: { call: java/fail@1, with: 1 }
          after: { call: java/add-one@1, with: "{{ needs.bad.output }}" }
          apart: { call: java/add-one@1, with: 5 }
        """;

    var result = node.run(bind(document, Node.NULL));

    assertThat(result.status()).isEqualTo(RunStatus.FAILED);
    assertThat(state(result, "bad")).isEqualTo(State.FAILED);
    assertThat(state(result, "after")).isEqualTo(State.SKIPPED);
    assertThat(state(result, "apart")).isEqualTo(State.EXECUTED);
    var failure = result.failure().orElseThrow();
    assertThat(failure.what()).contains("bad");
    assertThat(failure.why()).contains("no luck");
    assertThat(failure.advice()).contains("ipvm runs describe");
  }

  @Test
  void completesWhenAFailureIsAwaited() throws Exception {
    var document =
        """
        v: 0.2.0
        tasks:
          bad: { call: java/fail@1, with: 1 }
          note: { call: java/same@1, with: "{{ needs.bad.error }}" }
        output: "{{ needs.note.output }}"
        """;

    var result = node.run(bind(document, Node.NULL));

    assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(result.output().orElseThrow().toString()).contains("no luck");
  }

  @Test
  void repeatsAnEffectInEveryRun() throws Exception {
    released.countDown();
    var workflow = bind(PAY, Node.NULL);

    node.run(workflow);
    node.run(workflow);

    assertThat(count("pay")).isEqualTo(2);
  }

  @Test
  void goesOnWithAnInterruptedRunAndKeepsItsEffects() throws Exception {
    var workflow = bind(PAY, Node.NULL);
    var first = node.start(RunRequest.of(workflow), event -> {});
    entered.await();
    first.interrupt("test");
    var interrupted = first.join();
    released.countDown();

    var second = node.run(workflow);

    assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(second.run()).isEqualTo(interrupted.run());
    assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(count("pay")).isEqualTo(1);
  }

  @Test
  void answersARepeatedIdWithTheFirstRun() throws Exception {
    var request = RunRequest.of(bind(CHAIN, Node.NULL)).withAlias("order-7");
    var first = node.start(request, event -> {}).join();

    var second = node.start(request, event -> {}).join();

    assertThat(second.run()).isEqualTo(first.run());
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(node.runs(10)).hasSize(1);
  }

  @Test
  void refusesAnIdThatBelongsToAnotherWorkflow() throws Exception {
    node.start(RunRequest.of(bind(CHAIN, Node.NULL)).withAlias("a"), event -> {}).join();

    var other = RunRequest.of(bind(CHAIN, MapNode.of("start", Node.of(2)))).withAlias("a");

    assertThatThrownBy(() -> node.start(other, event -> {}))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void aNameThatLooksLikeTheStartOfAnIdIsANameStill() throws Exception {
    var workflow = bind(CHAIN, Node.NULL);
    var first = node.run(workflow).run();

    var name = first.text().substring(0, 8);
    var named = node.start(RunRequest.of(workflow).withAlias(name), event -> {});

    assertThat(named.id()).isNotEqualTo(first);
    assertThat(node.findRun(name).orElseThrow().summary().id()).isEqualTo(named.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "-x", "a/b", "a b", "é", "a\nb"})
  void aNameOfARunIsPlainText(String name) throws Exception {
    var request = RunRequest.of(bind(CHAIN, Node.NULL));

    assertThatThrownBy(() -> request.withAlias(name))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR));
    assertThatThrownBy(() -> request.withAlias("a".repeat(129))).isInstanceOf(IpvmException.class);
    assertThat(request.withAlias("a".repeat(128)).alias()).isPresent();
  }

  @Test
  void refusesAFunctionNobodyRegisteredBeforeAnythingRuns() {
    var document =
        """
        v: 0.2.0
        tasks:
          good: { call: java/add-one@1, with: 1 }
          bad: { call: java/missing@1, with: 1 }
        """;
    var workflow = bind(document, Node.NULL);

    assertThatThrownBy(() -> node.run(workflow))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("java:missing@1");
    assertThat(count("add-one")).isZero();
    assertThat(node.runs(10)).isEmpty();
  }

  @Test
  void keepsLargeByteStringsOutOfReceipts() throws Exception {
    var document =
        """
        v: 0.2.0
        tasks: { big: { call: java/big@1, with: 1 } }
        output: "{{ needs.big.output }}"
        """;

    var result = node.run(bind(document, Node.NULL));

    assertThat(result.output().orElseThrow()).isInstanceOf(LinkNode.class);
    var receipt = node.findReceipt(result.tasks().getFirst().receipt().orElseThrow()).orElseThrow();
    assertThat(receipt.bytes().size()).isLessThan(2_000);
    var link = ((LinkNode) result.output().orElseThrow()).value();
    assertThat(node.readFile(link).size()).isEqualTo(100_000);
  }

  @Test
  void interruptsARunThatTakesTooLong() throws Exception {
    var options = new RunRequest.Options(0, Optional.of(Duration.ofMillis(50)), Optional.empty());
    var workflow = bind("v: 0.2.0\ntasks: { wait: { call: java/block@1, with: 1 } }\n", Node.NULL);

    var result = node.start(RunRequest.of(workflow).withOptions(options), event -> {}).join();

    assertThat(result.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(result.failure().orElseThrow().why()).contains("timeout");
  }

  @Test
  void tellsAWatcherEverythingInOrder() throws Exception {
    var events = new ArrayList<RunEvent>();

    node.start(RunRequest.of(bind(CHAIN, Node.NULL)), events::add).join();

    assertThat(events.getFirst()).isInstanceOf(RunEvent.Accepted.class);
    assertThat(events.getLast()).isInstanceOf(RunEvent.Ended.class);
    assertThat(events.stream().filter(RunEvent.TaskFinished.class::isInstance)).hasSize(3);
  }

  @Test
  void describesAPastRunAsItWas() throws Exception {
    var result = node.run(bind(CHAIN, Node.NULL));

    var view = node.findRun(result.run().text()).orElseThrow();

    assertThat(view.summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(view.output()).isEqualTo(result.output());
    assertThat(view.tasks().stream().map(TaskView::state).toList()).isEqualTo(states(result));
  }

  @Test
  void verifiesAReceiptByComputingAgain() throws Exception {
    var result = node.run(bind(CHAIN, Node.NULL));
    var receipt = node.findReceipt(result.tasks().get(1).receipt().orElseThrow()).orElseThrow();

    var check = node.verify(receipt.bytes(), true);

    assertThat(check.passed()).isTrue();
    assertThat(check.findings().getLast().subject()).isEqualTo("replay");
    assertThat(check.findings().getLast().result()).isEqualTo(ReceiptCheck.Finding.Result.PASSED);
  }

  private Ipvm start() {
    return Ipvm.builder(folder.resolve("data"))
        .register(function("add-one", EffectClass.PURE, SchedulerTest::addOne))
        .register(function("pay", EffectClass.DESTRUCTIVE, SchedulerTest::addOne))
        .register(function("fail", EffectClass.PURE, SchedulerTest::fail))
        .register(function("block", EffectClass.PURE, this::block))
        .register(
            function("big", EffectClass.PURE, input -> Node.of(Bytes.owned(new byte[100_000]))))
        .register(function("same", EffectClass.PURE, input -> input))
        .register(function("nest", EffectClass.PURE, SchedulerTest::nest))
        .open();
  }

  private Workflow bind(String document, Node input) {
    return switch (node.read(Bytes.utf8(document), "test.yaml", folder)) {
      case Reading.Invalid<Template>(var problems) -> throw new AssertionError(problems);
      case Reading.Valid<Template>(var template, var _) ->
          switch (template.bind(input)) {
            case Reading.Invalid<Workflow>(var problems) -> throw new AssertionError(problems);
            case Reading.Valid<Workflow>(var workflow, var _) -> workflow;
          };
    };
  }

  private JavaFunction function(String name, EffectClass effect, PlainFunction body) {
    return JavaFunction.of(
        name,
        "1",
        effect,
        (input, context) -> {
          calls.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
          return body.call(input);
        });
  }

  private static Node nest(Node input) {
    Node nested = input;
    for (int i = 0; i < 124; i++) {
      nested = Node.list(nested);
    }
    return nested;
  }

  private interface PlainFunction {
    Node call(Node input) throws Exception;
  }

  private int count(String name) {
    return calls.getOrDefault(name, new AtomicInteger()).get();
  }

  private static Node addOne(Node input) {
    return Node.of(((Node.IntNode) input).value() + 1);
  }

  private static Node fail(Node input) {
    throw new IllegalStateException("no luck with " + input);
  }

  private Node block(Node input) throws InterruptedException {
    entered.countDown();
    released.await();
    return input;
  }

  private static List<State> states(RunResult result) {
    return result.tasks().stream().map(TaskView::state).toList();
  }

  private static State state(RunResult result, String label) {
    return result.tasks().stream()
        .filter(task -> task.label().equals(label))
        .findFirst()
        .orElseThrow()
        .state();
  }
}
