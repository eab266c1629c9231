package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.node.TaskView.State;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// What a memo hit inside a node costs: a run whose tasks all have receipts, divided by the number
/// of its tasks. CPU time is that of the whole process, so the log's thread, the index and the
/// garbage collector count.
final class MemoHits {
  private static final int TASKS = 1_000;
  private static final int WARMUP = 300;
  private static final int RUNS = 100;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final PrintStream out;

  private MemoHits(PrintStream out) {
    this.out = out;
  }

  /// Takes no arguments.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("ipvm-memo-hits");
    try {
      new MemoHits(Drivers.out()).measure(folder);
    } finally {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void measure(Path folder) throws InterruptedException {
    var same = JavaFunction.of("same", "1", EffectClass.PURE, (input, context) -> input);
    try (var node = Ipvm.builder(folder).register(same).open()) {
      var workflow = workflow(node, folder);
      node.run(workflow);
      for (int i = 0; i < WARMUP; i++) {
        replay(node, workflow);
      }
      long cpu = process.getProcessCpuTime();
      long wall = System.nanoTime();
      for (int i = 0; i < RUNS; i++) {
        replay(node, workflow);
      }
      long hits = (long) RUNS * TASKS;
      double perHit = (process.getProcessCpuTime() - cpu) / 1e3 / hits;
      double wallPerHit = (System.nanoTime() - wall) / 1e3 / hits;
      out.println("memo hits, " + RUNS + " runs of " + TASKS + " tasks that have receipts");
      out.println(
          "  CPU " + Drivers.rounded(perHit) + " us, wall " + Drivers.rounded(wallPerHit) + " us");
    }
  }

  private static void replay(Ipvm node, Workflow workflow) throws InterruptedException {
    var result = node.run(workflow);
    if (result.tasks().stream().anyMatch(task -> task.state() != State.REPLAYED)) {
      throw new IllegalStateException("a task was computed; this measures replays");
    }
  }

  private static Workflow workflow(Ipvm node, Path folder) {
    var document = new StringBuilder("v: 0.2.0\nname: hits\ntasks:\n");
    for (int i = 0; i < TASKS; i++) {
      document.append("  t").append(i).append(": { call: java/same@1, with: ").append(i);
      document.append(" }\n");
    }
    return switch (node.read(Bytes.utf8(document.toString()), "hits.yaml", folder)) {
      case Reading.Invalid<Template>(var problems) ->
          throw new IllegalStateException("" + problems);
      case Reading.Valid<Template>(var template, var _) ->
          switch (template.bind(Node.NULL)) {
            case Reading.Invalid<Workflow>(var problems) ->
                throw new IllegalStateException("" + problems);
            case Reading.Valid<Workflow>(var workflow, var _) -> workflow;
          };
    };
  }
}
