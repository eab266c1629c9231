package io.ipvm.bench;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.store.MemoKey;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What a large store is filled with. Everything follows from its number, so that a process finds
/// what another one wrote. A run has [#TASKS] tasks; there is a block for every [#PER_BLOCK]
/// receipts, of 16 KiB on average, which makes 1 KiB of packs a receipt.
final class ScaleData {
  static final int TASKS = 100;
  static final int PER_BLOCK = 16;

  private static final int SMALLEST_BLOCK = 4 * 1024;
  private static final int SPREAD = 24 * 1024;
  private static final KeyPair KEY = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  private ScaleData() {}

  static RunId run(int number) {
    long millis = (1_000_000L + number) << 20;
    return RunId.of(Bytes.of(ByteBuffer.allocate(16).putLong(millis << 16).putLong(number).flip()));
  }

  /// All that is appended about run `number`.
  static List<RunRecord> records(int number) {
    var records = new ArrayList<RunRecord>();
    var workflow = task(number);
    records.add(
        new RunRecord.Accepted(
            Instant.EPOCH,
            workflow,
            workflow,
            Optional.empty(),
            Optional.empty(),
            "run " + number,
            Optional.empty(),
            run(number),
            KEY.did(),
            TASKS));
    for (int i = number * TASKS; i < (number + 1) * TASKS; i++) {
      records.add(issued(i));
    }
    records.add(finished());
    return records;
  }

  static RunRecord finished() {
    return new RunRecord.Finished(Instant.EPOCH, RunStatus.COMPLETED, Node.NULL);
  }

  static RunRecord issued(int number) {
    return new RunRecord.ReceiptIssued(
        Instant.EPOCH,
        task(number),
        receipt(number),
        List.of(key(number)),
        Optional.empty(),
        Duration.ofMillis(3));
  }

  private static Cid task(int number) {
    return Block.of(Codec.RAW, Bytes.utf8("task " + number)).cid();
  }

  static Receipt receipt(int number) {
    var task = task(number);
    return Receipt.issue(KEY, task, new Outcome.Ok(Node.of(task)), MapNode.EMPTY);
  }

  static MemoKey key(int number) {
    return new MemoKey(task(number), Mapping.NATIVE, "wasm/1", Optional.empty());
  }

  /// The blocks that are put with run `number`.
  static IntStream blocks(int number) {
    return IntStream.range(number * TASKS / PER_BLOCK, (number + 1) * TASKS / PER_BLOCK);
  }

  static Block block(int number) {
    var random = new SplittableRandom(number);
    var bytes = new byte[SMALLEST_BLOCK + random.nextInt(SPREAD)];
    random.nextBytes(bytes);
    return Block.of(Codec.RAW, Bytes.owned(bytes));
  }
}
