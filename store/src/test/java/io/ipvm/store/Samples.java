package io.ipvm.store;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs, records and blocks to store, the same ones in every test.
final class Samples {
  static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");
  static final String PROFILE = "wasm/1";
  private static final KeyPair KEY = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  private Samples() {}

  /// Runs with a larger number are made later; they differ in their first 6 characters.
  static RunId run(int number) {
    long millis = (1_000_000L + number) << 24;
    return RunId.of(Bytes.of(ByteBuffer.allocate(16).putLong(millis << 16).putLong(number).flip()));
  }

  static Block block(String text) {
    return Block.of(Codec.RAW, Bytes.utf8(text));
  }

  static Cid cid(String text) {
    return block(text).cid();
  }

  static Receipt receipt(String task, Outcome outcome) {
    return Receipt.issue(KEY, cid(task), outcome, MapNode.EMPTY);
  }

  static Receipt receipt(String task) {
    return receipt(task, new Outcome.Ok(Node.of("the result of " + task)));
  }

  static MemoKey key(String task) {
    return new MemoKey(cid(task), Mapping.NATIVE, PROFILE, Optional.empty());
  }

  static RunRecord.Accepted accepted(RunId run, String name, Optional<String> alias, int tasks) {
    var workflow = cid(name);
    return new RunRecord.Accepted(
        START,
        workflow,
        workflow,
        Optional.of(cid("template")),
        Optional.empty(),
        name,
        alias,
        run,
        KEY.did(),
        tasks);
  }

  static RunRecord.Accepted accepted(RunId run) {
    return accepted(run, "sheet", Optional.empty(), 3);
  }

  static RunRecord.ReceiptIssued issued(String task) {
    return issued(task, receipt(task));
  }

  static RunRecord.ReceiptIssued issued(String task, Receipt receipt) {
    return new RunRecord.ReceiptIssued(
        START.plusSeconds(1),
        cid(task),
        receipt,
        List.of(key(task)),
        Optional.of(cid("compatible " + task)),
        Duration.ofMillis(1500));
  }

  static RunRecord.Finished finished(RunStatus status) {
    return new RunRecord.Finished(
        START.plusSeconds(9), status, MapNode.of("sheet", Node.of(cid("sheet"))));
  }

  /// One of every kind, with and without what is optional.
  static List<RunRecord> everyKind(RunId run) {
    var limited =
        new MemoKey(
            cid("b"),
            Mapping.COMPATIBILITY,
            PROFILE,
            Optional.of(new Limits(Long.MAX_VALUE, 1 << 20, Duration.ofMillis(1))));
    return List.of(
        accepted(run),
        accepted(run, "other", Optional.of("nightly"), 0),
        new RunRecord.TaskStarted(START, cid("a"), "a", 1, PROFILE),
        new RunRecord.EffectIntended(START, cid("a"), 1),
        issued("a"),
        new RunRecord.ReceiptIssued(
            Instant.EPOCH,
            cid("b"),
            receipt("b", new Outcome.Failed(Node.of("trap"))),
            List.of(key("b"), limited),
            Optional.empty(),
            Duration.ZERO),
        new RunRecord.TaskReplayed(START, cid("c"), receipt("c").cid()),
        new RunRecord.TaskAborted(START, cid("d"), "timeout", "took 100 s, limit 100 s"),
        new RunRecord.TaskSkipped(START, cid("e"), cid("d")),
        new RunRecord.Interrupted(START, "SIGINT"),
        new RunRecord.Resumed(START, "host"),
        finished(RunStatus.FAILED));
  }
}
