package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.Footprint;
import io.ipvm.store.Inspection;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.workflow.RunIds;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// The process that [StoreScale] measures: does one thing to a store and prints a line `NAME VALUE`
/// for everything it saw.
///
/// `grow DIR RECEIPTS` fills the store up to so many, `open DIR` opens it, `look DIR RECEIPTS`
/// looks things up, `check DIR` and `rebuild DIR` do what `ipvm store` does under these names.
final class ScaleSubject {
  private static final int WRITERS = 2;
  private static final int WARMUP = 5_000;
  private static final int LOOKUPS = 20_000;
  private static final int APPENDS = 1_000;
  private static final double MIB = 1024 * 1024;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final PrintStream out = Drivers.out();
  private final Path folder;

  private ScaleSubject(Path folder) {
    this.folder = folder;
  }

  /// What to do, with which data directory, and how many receipts it has or will have.
  public static void main(String[] arguments) throws Exception {
    var subject = new ScaleSubject(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "grow" -> subject.time(() -> subject.grow(Integer.parseInt(arguments[2])));
      case "open" -> subject.open().close();
      case "look" -> subject.look(Integer.parseInt(arguments[2]));
      case "check" -> subject.time(subject::check);
      case "rebuild" -> subject.time(subject::rebuild);
      default -> throw new IllegalArgumentException("there is no " + arguments[0]);
    }
    subject.say("rss_mb", peakMib());
  }

  private void say(String name, double value) {
    out.println(name + " " + Drivers.rounded(value));
  }

  /// The most memory that this process had, as Linux counts it; 0 elsewhere.
  private static double peakMib() throws IOException {
    var status = Path.of("/proc/self/status");
    if (Files.notExists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .sum();
  }

  /// Opens the store and says what that took.
  private EmbeddedStore open() {
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    var store = EmbeddedStore.open(folder, Clock.systemUTC());
    say("wall_ms", (System.nanoTime() - wall) / 1e6);
    say("cpu_ms", (process.getProcessCpuTime() - cpu) / 1e6);
    return store;
  }

  /// Says what `action` takes of the clock and of the processors.
  private void time(Callable<?> action) throws Exception {
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    action.call();
    say("s", (System.nanoTime() - wall) / 1e9);
    say("cpu_s", (process.getProcessCpuTime() - cpu) / 1e9);
  }

  private boolean grow(int receipts) throws InterruptedException, ExecutionException {
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC());
        var writers = Executors.newFixedThreadPool(WRITERS)) {
      var next = new AtomicInteger(firstMissing(store));
      var tasks = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        tasks.add(writers.submit(() -> append(store, next, receipts / ScaleData.TASKS)));
      }
      for (var task : tasks) {
        task.get();
      }
    }
    return true;
  }

  private static void append(EmbeddedStore store, AtomicInteger next, int runs) {
    for (int run = next.getAndIncrement(); run < runs; run = next.getAndIncrement()) {
      append(store, run);
    }
  }

  /// Runs are appended in the order of their numbers.
  private static int firstMissing(EmbeddedStore store) {
    int low = 0;
    int high = Integer.MAX_VALUE / ScaleData.TASKS;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (store.runs().findReceipt(ScaleData.receipt(middle * ScaleData.TASKS).cid()).isPresent()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void append(EmbeddedStore store, int number) {
    ScaleData.blocks(number).mapToObj(ScaleData::block).forEach(store.blocks()::put);
    var run = ScaleData.run(number);
    long epoch = store.runs().claim(run);
    store.runs().append(run, epoch, ScaleData.records(number), Durability.LATER);
  }

  private void look(int receipts) throws IOException {
    try (var store = open()) {
      var runs = store.runs();
      var random = new SplittableRandom(receipts);
      var known = random.ints(WARMUP + LOOKUPS, 0, receipts).toArray();
      var hits = Arrays.stream(known).mapToObj(n -> ScaleData.receipt(n).cid()).toList();
      measure("receipt", hits.size(), i -> require(runs.findReceipt(hits.get(i)).isPresent()));
      var misses = Arrays.stream(known).mapToObj(n -> ScaleData.receipt(-1 - n).cid()).toList();
      measure("no_receipt", misses.size(), i -> require(runs.findReceipt(misses.get(i)).isEmpty()));
      var keys = Arrays.stream(known).mapToObj(ScaleData::key).toList();
      measure("task", keys.size(), i -> require(runs.findMemo(keys.get(i)).isPresent()));
      var others = Arrays.stream(known).mapToObj(n -> ScaleData.key(-1 - n)).toList();
      measure("no_task", others.size(), i -> require(runs.findMemo(others.get(i)).isEmpty()));
      int blocks = receipts / ScaleData.PER_BLOCK;
      var cids = Arrays.stream(known).mapToObj(n -> ScaleData.block(n % blocks).cid()).toList();
      measure("block", cids.size(), i -> require(store.blocks().find(cids.get(i)).isPresent()));
      appends(store);
      System.gc();
      var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
      say("heap_mb", heap.getUsed() / MIB);
    }
    var size = Footprint.of(folder);
    say("log_mb", size.logBytes() / MIB);
    say("packs_mb", size.packBytes() / MIB);
    say("index_mb", size.indexBytes() / MIB);
  }

  /// Durable ones of one receipt each, one after the other.
  private void appends(EmbeddedStore store) {
    var run = new RunIds(Clock.systemUTC(), new SplittableRandom(System.nanoTime())).next();
    long epoch = store.runs().claim(run);
    var records =
        new SplittableRandom(System.nanoTime())
            .ints(APPENDS, Integer.MIN_VALUE, -Integer.MAX_VALUE / 2)
            .mapToObj(number -> List.of(ScaleData.issued(number)))
            .toList();
    measure(
        "append",
        APPENDS,
        APPENDS / 5,
        i -> store.runs().append(run, epoch, List.copyOf(records.get(i)), Durability.SYNC));
    store.runs().append(run, epoch, List.of(ScaleData.finished()), Durability.SYNC);
  }

  private void measure(String what, int times, IntConsumer action) {
    measure(what, times, WARMUP, action);
  }

  private void measure(String what, int times, int warmup, IntConsumer action) {
    var nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      action.accept(i);
      nanos[i] = System.nanoTime() - begin;
    }
    var sorted = Arrays.copyOfRange(nanos, warmup, times);
    Arrays.sort(sorted);
    say(what + "_p50_us", sorted[sorted.length / 2] / 1e3);
    say(what + "_p99_us", sorted[(int) (sorted.length * 0.99)] / 1e3);
  }

  private static void require(boolean found) {
    if (!found) {
      throw new IllegalStateException("the store answers wrong");
    }
  }

  private Inspection check() {
    var found = Inspection.of(folder, (_, _) -> {});
    require(found.damages().isEmpty());
    return found;
  }

  private boolean rebuild() {
    EmbeddedStore.rebuild(folder, Clock.systemUTC(), (_, _) -> {});
    return true;
  }
}
