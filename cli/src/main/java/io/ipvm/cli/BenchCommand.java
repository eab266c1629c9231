package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.KeyPair;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// `ipvm bench [TARGET]`: how fast this machine is as a node, or one function or workflow on it.
///
/// What it runs it runs in a store of its own beside the real one, on the same disk, and takes away
/// again: no run of it is ever seen.
final class BenchCommand implements Command {
  private static final Duration USUAL_TIME = Duration.ofSeconds(10);

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Measures this machine as a node: starting, signatures, hashing, durable writes, runs. With a"
                + " workflow or a function, measures that: compiled anew, compiled before, computed"
                + " again, replayed. Nothing of it stays behind.")
        .optionalOperand("TARGET", "a workflow, or MODULE#FUNCTION")
        .operands("ARG", "of the function, as fn call takes them", 0)
        .option("--time", "TIME", "how long to measure, all in all; 10s by default")
        .option("--input", "JSON|@FILE", "the workflow's input")
        .options("--set", "PATH=VALUE", "one value of the input")
        .example("ipvm bench")
        .example("ipvm bench hello#greet Ada --time 3s")
        .example("ipvm bench contact-sheet.yaml -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session)
      throws IOException, InterruptedException {
    var time = arguments.duration("--time").orElse(USUAL_TIME);
    if (time.isZero()) {
      throw Failure.usage("--time leaves no time to measure", "it is 0", "--time 10s");
    }
    var caller = Thread.currentThread();
    var stopped = new AtomicBoolean();
    Runnable stop =
        () -> {
          stopped.set(true);
          caller.interrupt();
        };
    try (var _ = session.console().interrupts().onInterrupt(stop);
        var scratch = Scratch.beside(session);
        var bench = bench(arguments, session, scratch.root())) {
      warnIfBusy(session);
      print(measure(bench.measures(), time, session), session);
    } catch (IpvmException e) {
      // Whatever was waiting for the disk says that it could not.
      if (stopped.get()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw e;
    }
    return ExitStatus.OK;
  }

  private static Bench bench(Arguments arguments, Session session, Path scratch)
      throws IOException, InterruptedException {
    var target = arguments.findOperand(0);
    boolean input =
        arguments.option("--input").isPresent() || !arguments.allOptions("--set").isEmpty();
    if (input && target.filter(name -> !TargetBench.isFunction(name, session)).isEmpty()) {
      throw Failure.usage(
          "only a workflow has an input",
          "--input and --set are for ipvm bench FILE",
          "ipvm bench FILE --set PATH=VALUE");
    }
    return target.isEmpty()
        ? MachineBench.in(scratch)
        : TargetBench.of(target.get(), arguments, session, scratch);
  }

  private static void warnIfBusy(Session session) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    if (load > system.getAvailableProcessors()) {
      session
          .messages()
          .warn(
              "the machine is busy, a load of "
                  + Math.round(load)
                  + " on "
                  + Humane.count(system.getAvailableProcessors(), "core")
                  + ": it can do better than this");
    }
  }

  private static List<Timings> measure(List<Measure> measures, Duration time, Session session)
      throws IOException, InterruptedException {
    var timings = new ArrayList<Timings>();
    long begin = System.nanoTime();
    long total = time.toNanos();
    for (int i = 0; i < measures.size(); i++) {
      // What one leaves of its share the others get.
      long left = (total - (System.nanoTime() - begin)) / (measures.size() - i);
      if (left <= 0 && i > 0) {
        var rest = measures.subList(i, measures.size()).stream().map(Measure::name).toList();
        session
            .messages()
            .warn("no time was left for " + String.join(", ", rest) + "; --time gives more");
        break;
      }
      try (var progress = ScanProgress.on(session, measures.get(i).name())) {
        timings.add(
            Timings.of(
                measures.get(i),
                Duration.ofNanos(left),
                () -> {
                  if (Thread.interrupted()) {
                    throw new InterruptedException();
                  }
                  progress.read(Math.min(total, System.nanoTime() - begin), total);
                }));
      }
    }
    return timings;
  }

  private static void print(List<Timings> timings, Session session) {
    var printer = session.printer();
    var listing =
        new Listing<>(BenchCommand::answer, (Timings row) -> row.measure().name())
            .column(Column.text("MEASURE"), row -> row.measure().name())
            .column(Column.number("MEDIAN"), row -> Humane.nanos(row.median()))
            .column(Column.number("P99"), row -> Humane.nanos(row.p99()))
            .column(Column.number("A SECOND"), row -> Humane.grouped(row.rate()))
            .column(Column.number("TIMES").dropped(), row -> Integer.toString(row.count()))
            .wide(Column.text("WHAT"), row -> row.measure().about());
    switch (printer.format()) {
      case TABLE, WIDE, JSONL, ID -> printer.list(listing, timings);
      case JSON, YAML, DAG_JSON ->
          printer.structured(
              Answer.fields()
                  .put("machine", machine())
                  .put(
                      "measures", Answer.items(timings.stream().map(BenchCommand::answer).toList()))
                  .build());
    }
    session
        .messages()
        .tell(
            "on "
                + Humane.count(Runtime.getRuntime().availableProcessors(), "core")
                + ", Java "
                + Runtime.version()
                + ", signatures by "
                + KeyPair.engine());
  }

  private static Answer.Fields machine() {
    return Answer.fields()
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("system", VersionCommand.system())
        .put("java", Runtime.version().toString())
        .put("signatures", KeyPair.engine())
        .put("ipvm", VersionCommand.version())
        .build();
  }

  private static Answer.Fields answer(Timings row) {
    return Answer.fields()
        .put("measure", row.measure().name())
        .put("about", row.measure().about())
        .put("times", row.count())
        .put("medianNanos", row.median())
        .put("p99Nanos", row.p99())
        .put("perSecond", row.rate())
        .build();
  }
}
