package io.ipvm.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed leaves a prefix of the log. Every prefix that ends with a record, and
/// every one that ends within the next, has to be finished by running the same workflow again.
///
/// The index is left out of what is left, so it is rebuilt each time; blocks are older than the
/// records that name them, so all packs may be there.
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

  /// Layout of the log (`Segment`, `Frame`): a file header, then frames that begin with the size of
  /// their body.
  private static final int FILE_HEADER = 32;

  private static final int FRAME_HEADER = 32;

  private final AtomicInteger calls = new AtomicInteger();

  @TempDir private Path folder;

  @Test
  void isFinishedWhereverItWasKilled() throws Exception {
    var whole = folder.resolve("whole");
    var expected = run(whole);
    var log = Files.readAllBytes(logOf(whole));
    var ends = recordEnds(log);
    assertThat(ends).hasSizeGreaterThan(10);

    int number = 0;
    for (int end : ends) {
      for (int torn : List.of(0, 20, FRAME_HEADER + 5)) {
        var left = folder.resolve("left-" + number++);
        copyUpTo(end + torn, whole, log, left);
        assertFinishes(left, expected, "killed at " + end + " + " + torn);
      }
    }
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

  private static List<Integer> recordEnds(byte[] log) {
    var numbers = ByteBuffer.wrap(log);
    var ends = new ArrayList<Integer>();
    int at = FILE_HEADER;
    ends.add(at);
    while (at + FRAME_HEADER < log.length && numbers.getInt(at) != 0) {
      at += FRAME_HEADER + numbers.getInt(at);
      ends.add(at);
    }
    return ends;
  }

  private static void copyUpTo(int end, Path from, byte[] log, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.getFileName().toString().startsWith("index.db")) {
          Files.copy(file, copy, REPLACE_EXISTING);
        }
      }
    }
    var left = Arrays.copyOf(Arrays.copyOf(log, Math.min(end, log.length)), log.length);
    Files.write(logOf(to), left);
  }

  private static Path logOf(Path data) throws IOException {
    try (var files = Files.list(data.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }
}
