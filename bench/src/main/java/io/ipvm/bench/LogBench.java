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
import io.ipvm.store.RunLog;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunIds;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Durable records through the run log while 64 producers wait for each of theirs, against a bare
/// `write` and `fdatasync` loop of batches as large as those the log made.
///
/// `bench/run LogBench [folder]`. All take turns within one process, so that a noisy machine is
/// noisy for all; the ratios are the figures to trust. There are two bare loops, which neither
/// encode nor check nor index anything: one appends to a file, as the log does; the other
/// overwrites again and again 16 MiB that are there already, which is the most that the disk can do
/// and no log can.
public final class LogBench {
  private static final int PRODUCERS = 64;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final int RECEIPTS = 4096;
  private static final long FILE = 16L * 1024 * 1024;

  private final Path folder;
  private final List<RunRecord> records;
  private final int recordSize;
  private final PrintStream out = Drivers.out();

  private LogBench(Path folder, List<RunRecord> records, int recordSize) {
    this.folder = folder;
    this.records = records;
    this.recordSize = recordSize;
  }

  /// Runs on a new folder in the one that is named, or among the temporary files.
  public static void main(String[] args) throws Exception {
    var parent =
        args.length == 0 ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(args[0]);
    var folder = Files.createTempDirectory(parent, "ipvm-log-bench");
    try {
      var records = records();
      new LogBench(folder, records, size(folder, records)).run();
    } finally {
      delete(folder);
    }
  }

  private static List<RunRecord> records() {
    var key = KeyPair.generate(new SplittableRandom(1));
    return IntStream.range(0, RECEIPTS).mapToObj(i -> record(key, i)).toList();
  }

  private static RunRecord record(KeyPair key, int number) {
    Cid task = Block.of(Codec.RAW, Bytes.utf8("task " + number)).cid();
    var receipt = Receipt.issue(key, task, new Outcome.Ok(Node.of(task)), MapNode.EMPTY);
    var memo = new MemoKey(task, Mapping.NATIVE, "wasm/1", Optional.empty());
    return new RunRecord.ReceiptIssued(
        Instant.EPOCH, task, receipt, List.of(memo), Optional.empty(), Duration.ofMillis(3));
  }

  /// Bytes that one record takes in the log, measured.
  private static int size(Path folder, List<RunRecord> records) throws IOException {
    var small = folder.resolve("one");
    long used = 0;
    try (var store = EmbeddedStore.open(small, Clock.systemUTC())) {
      var run = new RunIds(Clock.systemUTC(), new SplittableRandom(2)).next();
      store.runs().append(run, store.runs().claim(run), records.subList(0, 64), Durability.SYNC);
    }
    try (var files = Files.list(small.resolve("log"))) {
      for (var segment : files.toList()) {
        var bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
          end--;
        }
        used += end;
      }
    }
    return (int) (used / 64);
  }

  private void run() throws Exception {
    out.println("records of " + recordSize + " bytes, " + PRODUCERS + " producers");
    var log = new double[ROUNDS];
    var appending = new double[ROUNDS];
    var overwriting = new double[ROUNDS];
    try (var store = EmbeddedStore.open(folder.resolve("store"), Clock.systemUTC())) {
      produce(store);
      for (int i = 0; i < ROUNDS; i++) {
        var produced = produce(store);
        log[i] = produced.rate();
        appending[i] = bare("appending", produced.batch(), true);
        overwriting[i] = bare("overwriting", produced.batch(), false);
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "median: log %,.0f /s, ratio %.2f to appending, %.2f to overwriting",
            median(log),
            median(ratios(log, appending)),
            median(ratios(log, overwriting))));
  }

  private static double[] ratios(double[] rates, double[] others) {
    return IntStream.range(0, rates.length).mapToDouble(i -> rates[i] / others[i]).toArray();
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// What one round showed.
  ///
  /// @param rate records a second that were durable when their producer went on
  /// @param batch records that shared a sync, on average
  private record Produced(double rate, int batch) {}

  private Produced produce(EmbeddedStore store) throws InterruptedException {
    var runs = store.runs();
    long syncs = store.syncs();
    var done = new LongAdder();
    var latencies = new ArrayList<long[]>();
    long begin = System.nanoTime();
    long cpu = cpuNanos();
    var producers = new ArrayList<Thread>();
    for (int i = 0; i < PRODUCERS; i++) {
      var mine = new long[1 << 17];
      latencies.add(mine);
      int seed = i;
      producers.add(
          Thread.startVirtualThread(
              () -> produce(runs, seed, begin + ROUND.toNanos(), mine, done)));
    }
    for (var producer : producers) {
      producer.join();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    var all =
        latencies.stream().flatMapToLong(Arrays::stream).filter(l -> l > 0).sorted().toArray();
    double rate = done.sum() / seconds;
    int batch = (int) Math.ceilDiv(done.sum(), store.syncs() - syncs);
    out.println(
        String.format(
            Locale.ROOT,
            "log         %,9.0f /s   p50 %4.0f us, p99 %5.0f us, %.1f us CPU a record, %d a sync",
            rate,
            all[all.length / 2] / 1e3,
            all[(int) (all.length * 0.99)] / 1e3,
            (cpuNanos() - cpu) / 1e3 / done.sum(),
            batch));
    return new Produced(rate, batch);
  }

  private void produce(RunLog runs, int seed, long end, long[] latencies, LongAdder done) {
    var run = new RunIds(Clock.systemUTC(), new SplittableRandom(seed)).next();
    long epoch = runs.claim(run);
    int count = 0;
    for (long now = System.nanoTime(); now < end; ) {
      var record = records.get((seed * 64 + count) % RECEIPTS);
      runs.append(run, epoch, List.of(record), Durability.SYNC);
      long next = System.nanoTime();
      latencies[count % latencies.length] = next - now;
      now = next;
      count++;
    }
    done.add(count);
  }

  private double bare(String name, int records, boolean append) throws IOException {
    var batch = ByteBuffer.allocateDirect(records * recordSize);
    while (batch.hasRemaining()) {
      batch.put((byte) batch.position());
    }
    var path = folder.resolve(name);
    try (var channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!append) {
        fill(channel);
      }
      long count = 0;
      long begin = System.nanoTime();
      long at = 0;
      while (System.nanoTime() - begin < ROUND.toNanos()) {
        if (!append && at + batch.capacity() > FILE) {
          at = 0;
        }
        channel.write(batch.clear(), at);
        channel.force(false);
        at += batch.capacity();
        count += records;
      }
      double rate = count / ((System.nanoTime() - begin) / 1e9);
      out.println(
          String.format(
              Locale.ROOT, "%-11s %,9.0f /s   %.0f us a batch", name, rate, 1e6 * records / rate));
      return rate;
    } finally {
      Files.delete(path);
    }
  }

  private static void fill(FileChannel channel) throws IOException {
    var zeros = ByteBuffer.allocateDirect(4096);
    for (long at = 0; at < FILE; at += zeros.capacity()) {
      channel.write(zeros.clear(), at);
    }
    channel.force(true);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
