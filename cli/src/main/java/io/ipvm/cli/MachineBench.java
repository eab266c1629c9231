package io.ipvm.cli;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.MemoKey;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.RunIds;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How fast this machine is as a node, whatever it may be asked to compute.
final class MachineBench implements Bench {
  /// Bytes of a receipt, more or less.
  private static final int MESSAGE = 400;

  private static final int MEGABYTE = 1_000_000;

  /// Writers that wait at once.
  private static final int WRITERS = 64;

  /// Tasks of the workflow that is replayed.
  private static final int TASKS = 100;

  private static final JavaFunction SAME =
      JavaFunction.of("same", "1", EffectClass.PURE, (input, _) -> input);

  private final Path folder;
  private final KeyPair key = KeyPair.generate(new SplittableRandom(1));
  private final EmbeddedStore store;
  private final Ipvm node;

  private MachineBench(Path folder, EmbeddedStore store, Ipvm node) {
    this.folder = folder;
    this.store = store;
    this.node = node;
  }

  /// Keeps everything in that folder.
  static MachineBench in(Path folder) {
    var store = EmbeddedStore.open(folder.resolve("store"), Clock.systemUTC());
    try {
      var node = Ipvm.builder(folder.resolve("node")).register(SAME).open();
      return new MachineBench(folder, store, node);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public List<Measure> measures() throws IOException, InterruptedException {
    var measures = new ArrayList<Measure>();
    SelfStart.find()
        .ifPresent(start ->
            measures.add(
                new Measure("start", "the whole process of ipvm version", 1, false, start::run)));
    measures.addAll(signatures());
    measures.addAll(writes());
    measures.addAll(runs());
    return measures;
  }

  private List<Measure> signatures() {
    var message = Bytes.owned(new byte[MESSAGE]);
    var signature = key.sign(message);
    var publicKey = key.publicKey();
    var block = Bytes.owned(new byte[MEGABYTE]);
    return List.of(
        new Measure(
            "sign", "sign " + MESSAGE + " bytes with Ed25519", 1, true, () -> key.sign(message)),
        new Measure(
            "verify",
            "verify such a signature",
            1,
            true,
            () -> {
              if (!publicKey.verifies(message, signature)) {
                throw new IllegalStateException("a signature of this machine does not hold");
              }
            }),
        new Measure(
            "hash MB",
            "the CID of a megabyte, sha2-256",
            1,
            true,
            () -> Block.of(Codec.RAW, block)));
  }

  private List<Measure> writes() {
    var ids = new RunIds(Clock.systemUTC(), new SplittableRandom(2));
    var run = ids.next();
    long epoch = store.runs().claim(run);
    var record = List.of(record());
    Runnable one = () -> store.runs().append(run, epoch, record, Durability.SYNC);
    var all = Collections.nCopies(WRITERS, Executors.callable(one));
    return List.of(
        new Measure(
            "append", "one record to the log, and wait until it is durable", 1, true, one::run),
        new Measure(
            "append of " + WRITERS,
            WRITERS + " writers append a record each and wait until it is durable",
            WRITERS,
            true,
            () -> {
              try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                writers.invokeAll(all).forEach(Future::resultNow);
              }
            }));
  }

  private RunRecord record() {
    Cid task = Block.of(Codec.RAW, Bytes.utf8("task")).cid();
    var receipt = Receipt.issue(key, task, new Outcome.Ok(Node.of(task)), MapNode.EMPTY);
    var memo = new MemoKey(task, Mapping.NATIVE, "bench", Optional.empty());
    return new RunRecord.ReceiptIssued(
        Instant.EPOCH, task, receipt, List.of(memo), Optional.empty(), Duration.ofMillis(1));
  }

  private List<Measure> runs() throws InterruptedException {
    var one = workflow(1);
    var fresh = RunRequest.of(one).withFresh(Set.of(RunRequest.ALL));
    var many = workflow(TASKS);
    node.run(many);
    return List.of(
        new Measure(
            "run",
            "a run of one task that does nothing, from its acceptance to its receipt, durable",
            1,
            true,
            () -> node.start(fresh, _ -> {}).join()),
        new Measure(
            "replay of " + TASKS,
            "a run of " + TASKS + " tasks whose receipts are there",
            TASKS,
            true,
            () -> node.run(many)));
  }

  private Workflow workflow(int tasks) {
    var document = new StringBuilder("v: 0.2.0\nname: bench\ntasks:\n");
    for (int i = 0; i < tasks; i++) {
      document.append("  t").append(i).append(": { call: java/same@1, with: ").append(i);
      document.append(" }\n");
    }
    if (node.read(Bytes.utf8(document.toString()), "bench.yaml", folder)
            instanceof Reading.Valid<Template>(var template, _)
        && template.bind(Node.NULL) instanceof Reading.Valid<Workflow>(var workflow, _)) {
      return workflow;
    }
    throw new IllegalStateException("the workflow of the measurement is wrong");
  }

  @Override
  public void close() {
    node.close();
    store.close();
  }
}
