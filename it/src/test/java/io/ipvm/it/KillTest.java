package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunResult;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever was on disk when a process was killed is not computed again, and the same command
/// finishes the run.
final class KillTest {
  /// Layout of the log, see `Segment` and `Frame` of the store.
  private static final int SEGMENT_HEADER = 32;

  private static final int FRAME_HEADER = 32;
  private static final int TASKS = 5;

  @TempDir private Path folder;

  @Test
  void finishesFromEveryRecordBoundaryOfTheLog() throws Exception {
    var whole = folder.resolve("whole");
    var first = run(whole, folder.resolve("calls"), 1);
    var log = onlyLog(whole);
    var boundaries = boundaries(Files.readAllBytes(log));

    assertThat(boundaries).hasSizeGreaterThan(2 * TASKS);
    for (int boundary : boundaries) {
      var cut = folder.resolve("cut-" + boundary);
      copy(whole, cut);
      zeroFrom(onlyLog(cut), boundary);
      int receipts = receipts(cut);
      var calls = folder.resolve("calls-" + boundary);

      var again = run(cut, calls, 1);

      assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(again.output()).isEqualTo(first.output());
      assertThat(lines(calls)).as("cut at %s", boundary).hasSize(TASKS - receipts);
    }
  }

  @Test
  void survivesAFewKillsOfARealProcess() throws Exception {
    kill(4, 1);
  }

  @Test
  @Tag("chaos")
  void survivesAHundredKillsOfARealProcess() throws Exception {
    kill(100, 2);
  }

  private void kill(int times, long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var data = folder.resolve("data");
    var calls = folder.resolve("calls");
    run(data, calls, 0);
    for (int round = 1; round <= times; round++) {
      var process = start(data, calls, round);
      boolean over = process.waitFor(random.nextLong(50, 1_500), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertThat(over && process.exitValue() != 0)
          .as("output: %s", folder.resolve("output"))
          .isFalse();
      int known = receipts(data, round);
      int before = lines(calls).size();

      var result = run(data, calls, round);

      assertThat(result.status())
          .as("round %s of seed %s", round, seed)
          .isEqualTo(RunStatus.COMPLETED);
      assertThat(lines(calls).size() - before)
          .as("computed after the kill in round %s of seed %s", round, seed)
          .isEqualTo(TASKS - known);
    }
  }

  private Process start(Path data, Path calls, long input) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            data.toString(),
            calls.toString(),
            Long.toString(input))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static RunResult run(Path data, Path calls, long input) throws InterruptedException {
    try (var node = new Victim(calls).open(data)) {
      return node.run(
          Documents.bind(
              node, Victim.DOCUMENT, "victim.yaml", MapNode.of("start", Node.of(input))));
    }
  }

  /// How many tasks of the newest run have a receipt of their own in the log.
  private static int receipts(Path data) {
    try (var node = Ipvm.builder(data).readOnly().open()) {
      return node.runs(1).stream()
          .flatMap(run -> node.findRun(run.id().text()).stream())
          .mapToInt(view -> executed(view.tasks()))
          .sum();
    }
  }

  /// The same for the run of the input `start`, which may not have been accepted yet.
  private static int receipts(Path data, long start) {
    try (var node = new Victim(Path.of("unused")).open(data)) {
      var workflow =
          Documents.bind(node, Victim.DOCUMENT, "victim.yaml", MapNode.of("start", Node.of(start)));
      return node.runs(1).stream()
          .filter(run -> run.workflow().equals(workflow.cid()))
          .flatMap(run -> node.findRun(run.id().text()).stream())
          .mapToInt(view -> executed(view.tasks()))
          .sum();
    }
  }

  private static int executed(List<TaskView> tasks) {
    return (int) tasks.stream().filter(task -> task.state() == State.EXECUTED).count();
  }

  private static List<Integer> boundaries(byte[] log) {
    var boundaries = new ArrayList<Integer>();
    var buffer = ByteBuffer.wrap(log);
    int at = SEGMENT_HEADER;
    while (at + FRAME_HEADER <= log.length && buffer.getInt(at) > 0) {
      boundaries.add(at);
      at += FRAME_HEADER + buffer.getInt(at);
    }
    boundaries.add(at);
    return boundaries;
  }

  private static void zeroFrom(Path log, int boundary) throws IOException {
    var bytes = Files.readAllBytes(log);
    Bytes.of(new byte[bytes.length - boundary]).copyTo(bytes, boundary);
    Files.write(log, bytes);
  }

  private static Path onlyLog(Path data) throws IOException {
    try (var files = Files.list(data.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  /// Copies what a killed process leaves; the index is made again from the log.
  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().startsWith("index.db")) {
          Files.copy(file, target);
        }
      }
    }
  }

  private static List<String> lines(Path calls) {
    try {
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
