package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunResult;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.RunRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a process that was killed left of its log has to be finished by running the same
/// workflow again.
final class KilledRunTest {
  private static final String DOCUMENT =
      """
      v: 0.2.0
      name: diamond
      tasks:
        top: { call: java/add-one@1, with: 1 }
        left: { call: java/add-one@1, with: "{{ needs.top.output }}" }
        right: { call: java/big@1, with: "{{ needs.top.output }}" }
        bottom: { call: java/pair@1, with: ["{{ needs.left.output }}", "{{ needs.right.output }}"] }
      output: "{{ needs.bottom.output }}"
      """;

  private final AtomicInteger calls = new AtomicInteger();

  @TempDir private Path folder;

  @Test
  void isFinishedWhereverItWasKilled() throws Exception {
    var whole = folder.resolve("whole");
    var expected = run(whole);
    var prefixes = LogPrefixes.of(whole);
    assertThat(prefixes.records()).isGreaterThan(10);

    prefixes.forEach(folder, left -> assertFinishes(left, expected, left.getFileName().toString()));
  }

  private void assertFinishes(Path left, RunResult expected, String when) throws Exception {
    var before = receipts(left);
    calls.set(0);

    var result = run(left);

    assertThat(result.status()).as(when).isEqualTo(expected.status());
    assertThat(result.output()).as(when).isEqualTo(expected.output());
    assertThat(calls.get()).as(when).isEqualTo(result.tasks().size() - before.size());
    assertThat(receipts(left)).as(when).containsAllEntriesOf(before);
  }

  private RunResult run(Path data) throws InterruptedException {
    try (var node =
        Ipvm.builder(data)
            .register(function("add-one", input -> Node.of(((Node.IntNode) input).value() + 1)))
            .register(function("big", input -> Node.of(Bytes.owned(new byte[100_000]))))
            .register(function("pair", input -> input))
            .open()) {
      return node.run(Documents.bind(node, DOCUMENT, "diamond.yaml", Node.NULL));
    }
  }

  private JavaFunction function(String name, PlainFunction body) {
    return JavaFunction.of(
        name,
        "1",
        EffectClass.PURE,
        (input, context) -> {
          calls.incrementAndGet();
          return body.call(input);
        });
  }

  private interface PlainFunction {
    Node call(Node input);
  }

  /// Receipts in the log, by the instruction they answer.
  private static Map<Cid, Cid> receipts(Path data) {
    var receipts = new HashMap<Cid, Cid>();
    try (var store = EmbeddedStore.openReadOnly(data)) {
      for (var run : store.runs().findRuns(100)) {
        for (var record : store.runs().read(run.id())) {
          if (record instanceof RunRecord.ReceiptIssued issued) {
            receipts.put(issued.instruction(), issued.receipt().cid());
          }
        }
      }
    }
    return receipts;
  }
}
