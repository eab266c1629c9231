package io.ipvm.bench;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.MemoKey;
import io.ipvm.store.Retention;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunStatus;
import io.ipvm.store.Store;
import io.ipvm.store.StoreException;
import io.ipvm.store.Sweep;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The process that `bench/faults` does bad things to.
///
/// `append DIR COUNT` appends runs one after the other and says `ack N` when run N is durable,
/// `full` when the store refuses it for want of room (then a line on standard input lets it try
/// again), `failed` when it stops. `sweep DIR KEEP` cleans up. `check` reads lines `DIR COUNT` and
/// answers each with what became of the first COUNT runs. What run N consists of follows from N, so
/// the checking process knows it without having seen it.
public final class FaultSubject {
  /// Some runs of this size make a log that needs an index.
  private static final int RESULT = 20_000;

  private static final String PROFILE = "wasm/1";
  private static final KeyPair KEY = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  private final PrintStream out = Drivers.out();
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private FaultSubject() {}

  /// What to do, and with which data directory.
  public static void main(String[] arguments) throws IOException {
    var subject = new FaultSubject();
    switch (arguments[0]) {
      case "append" -> subject.append(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "sweep" -> subject.sweep(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "check" -> subject.check();
      default -> throw new IllegalArgumentException("there is no " + arguments[0]);
    }
  }

  /// All that is appended about run `number`.
  static List<RunRecord> records(int number) {
    return records(number, RESULT);
  }

  static List<RunRecord> records(int number, int result) {
    var run = run(number);
    var workflow = block(number).cid();
    return List.of(
        new RunRecord.Accepted(
            Instant.EPOCH,
            workflow,
            workflow,
            Optional.empty(),
            Optional.empty(),
            "run " + number,
            Optional.empty(),
            run,
            KEY.did(),
            1),
        new RunRecord.ReceiptIssued(
            Instant.EPOCH,
            task(number),
            receipt(number),
            List.of(key(number)),
            Optional.empty(),
            Duration.ZERO),
        new RunRecord.Finished(Instant.EPOCH, RunStatus.COMPLETED, Node.of(bytes(number, result))));
  }

  static RunId run(int number) {
    long millis = (1_000_000L + number) << 24;
    return RunId.of(Bytes.of(ByteBuffer.allocate(16).putLong(millis << 16).putLong(number).flip()));
  }

  static Block block(int number) {
    return Block.of(Codec.RAW, bytes(number, 1000));
  }

  private static Cid task(int number) {
    return Block.of(Codec.RAW, Bytes.utf8("task " + number)).cid();
  }

  static Receipt receipt(int number) {
    var out = new Outcome.Ok(Node.of(block(number).cid()));
    return Receipt.issue(KEY, task(number), out, MapNode.EMPTY);
  }

  static MemoKey key(int number) {
    return new MemoKey(task(number), Mapping.NATIVE, PROFILE, Optional.empty());
  }

  /// No two numbers have the same, and nothing of it can be compressed.
  private static Bytes bytes(int number, int size) {
    var bytes = new byte[size];
    new SplittableRandom(number).nextBytes(bytes);
    return Bytes.owned(bytes);
  }

  private void append(Path folder, int count) throws IOException {
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC())) {
      out.println("open");
      int first = store.runs().findRuns(Integer.MAX_VALUE).size();
      for (int i = first; i < first + count; ) {
        try {
          put(store, i);
          out.println("ack " + i);
          i++;
        } catch (StoreException e) {
          if (e.kind() != StoreException.Kind.FULL) {
            throw e;
          }
          out.println("full " + i);
          if (in.readLine() == null) {
            break;
          }
        }
      }
    } catch (StoreException e) {
      out.println("failed " + e.kind() + " " + e.getMessage());
      System.exit(3);
    }
    out.println("closed");
  }

  private static void put(Store store, int number) {
    put(store, number, RESULT);
  }

  static void put(Store store, int number, int result) {
    store.blocks().put(block(number));
    var run = run(number);
    store.runs().append(run, store.runs().claim(run), records(number, result), Durability.SYNC);
    if (number % 10 == 0) {
      store.name("name " + number, block(number).cid());
      store.pin(receipt(number).cid(), Instant.EPOCH);
    }
  }

  private void sweep(Path folder, int keep) {
    try {
      var policy = new Retention(Duration.ZERO, keep);
      Sweep.apply(folder, policy, Clock.systemUTC(), (_, _) -> {});
      out.println("closed");
    } catch (StoreException e) {
      out.println("failed " + e.kind() + " " + e.getMessage());
      System.exit(3);
    }
  }

  private void check() throws IOException {
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var words = line.split(" ", -1);
      var folder = Path.of(words[0]);
      out.println(check(folder, Integer.parseInt(words[1]), Integer.parseInt(words[2])));
    }
  }

  /// Opens the store to write, as the next process would, and reads runs `from` to `to`, without
  /// the second.
  private static String check(Path folder, int from, int to) {
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC())) {
      var lost = lost(store, from, to, RESULT);
      return lost.isEmpty() ? "whole" : "lost " + lost.size() + ", first " + lost.getFirst();
    } catch (StoreException e) {
      return "refused " + e.kind() + " " + e.getMessage();
    }
  }

  /// What of the runs `from` to `to` is not as it was appended.
  static List<String> lost(Store store, int from, int to, int result) {
    var lost = new ArrayList<String>();
    for (int i = from; i < to; i++) {
      if (!store.runs().read(run(i)).equals(records(i, result))) {
        lost.add("run " + i);
      }
      if (store.runs().findRun(run(i).text()).isEmpty()) {
        lost.add("row of run " + i);
      }
      if (store.runs().findMemo(key(i)).isEmpty()) {
        lost.add("result " + i);
      }
      if (!store.runs().findReceipt(receipt(i).cid()).equals(Optional.of(receipt(i)))) {
        lost.add("receipt " + i);
      }
      if (!store.blocks().find(block(i).cid()).equals(Optional.of(block(i).bytes()))) {
        lost.add("block " + i);
      }
      if (i % 10 == 0 && i < to - 1) {
        if (!store.findName("name " + i).equals(Optional.of(block(i).cid()))) {
          lost.add("name " + i);
        }
        if (!store.pins().containsKey(receipt(i).cid())) {
          lost.add("pin " + i);
        }
      }
    }
    return lost;
  }
}
