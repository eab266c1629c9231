package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import io.ipvm.store.RunSummary;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A clock that is wrong, between runs and in the middle of one: nothing is lost, computed twice or
/// told in another order.
final class JumpingClockTest {
  private static final List<Instant> JUMPS =
      List.of(
          Instant.parse("2026-03-01T00:00:00Z"),
          Instant.parse("1960-01-01T00:00:00.5Z"),
          Instant.parse("2099-12-31T23:59:59.999999999Z"),
          Instant.EPOCH,
          Instant.parse("2025-01-01T00:00:00Z"));

  @TempDir private Path folder;
  private final AtomicInteger calls = new AtomicInteger();

  private Ipvm node(InstantSource time) {
    return Ipvm.builder(folder)
        .clock(clock(time))
        .register(
            JavaFunction.of(
                "count", "1", EffectClass.PURE, (in, context) -> Node.of(calls.incrementAndGet())))
        .open();
  }

  private static Clock clock(InstantSource time) {
    return time.withZone(ZoneOffset.UTC);
  }

  private Workflow workflow(Ipvm node, int first) {
    var document =
        "v: 0.2.0\ntasks:\n  a: { call: java/count@1, with: "
            + first
            + " }\n  b: { call: java/count@1, with: \"{{ needs.a.output }}\" }\n";
    if (node.read(Bytes.utf8(document), "clock.yaml", folder)
            instanceof Reading.Valid(var template, var _)
        && template.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
      return workflow;
    }
    throw new AssertionError("the document is refused");
  }

  @Test
  void runsWhileTheClockJumpsAtEveryLook() throws Exception {
    var looks = new AtomicInteger();
    try (var node = node(() -> JUMPS.get(looks.getAndIncrement() % JUMPS.size()))) {
      var first = node.run(workflow(node, 1));
      var second = node.run(workflow(node, 1));
      var third = node.run(workflow(node, 2));

      assertThat(first.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(second.tasks()).extracting(TaskView::state).containsOnly(State.REPLAYED);
      assertThat(node.runs(10))
          .extracting(RunSummary::id)
          .containsExactly(third.run(), second.run(), first.run());
      for (var task : first.tasks()) {
        assertThat(task.took().orElseThrow()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void replaysWhenTheClockWentBackBetweenTwoProcesses() throws Exception {
    var ids = new ArrayList<String>();
    for (var instant : JUMPS) {
      try (var node = node(() -> instant)) {
        ids.addFirst(node.run(workflow(node, 1)).run().text());
        assertThat(node.runs(10)).extracting(run -> run.id().text()).isEqualTo(ids);
      }
    }

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(calls).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1_000_000_000L, -1, 0, 1})
  void idsStayApartWhenTheClockHasNoTime(long millis) throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      try (var node = node(() -> Instant.ofEpochMilli(millis))) {
        ids.add(node.run(workflow(node, i)).run().text());
      }
    }

    assertThat(ids).doesNotHaveDuplicates();
  }
}
