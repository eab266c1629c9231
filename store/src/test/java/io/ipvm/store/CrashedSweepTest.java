package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Cleaning up that ends in the middle: what is kept is there, and the next one does the rest.
final class CrashedSweepTest {
  private static final int RUNS = 40;
  private static final Retention HALF = new Retention(Duration.ZERO, RUNS / 2);

  @TempDir private Path folder;

  /// Cleans up, and says before every step on the disk which one it is.
  static final class Sweeping {
    private Sweeping() {}

    /// Arguments: the data directory.
    public static void main(String[] arguments) {
      var out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      var disk = new FaultyDisk();
      disk.fail(
          operation -> {
            out.println(operation);
            return false;
          },
          "");
      var means = new EmbeddedStore.Means(disk, Indexer.Slack.USUAL);
      Sweep.apply(Path.of(arguments[0]), HALF, Clock.systemUTC(), (_, _) -> {}, means);
      out.println("DONE");
    }
  }

  /// A log of several segments: a run has a result that is not small.
  private static void write(Path data) {
    var random = new Random(7);
    try (var store = Folders.open(data)) {
      for (int i = 0; i < RUNS; i++) {
        var large = new byte[1_000_000];
        random.nextBytes(large);
        store.blocks().put(block("output " + i));
        long epoch = store.runs().claim(run(i));
        var records =
            List.<RunRecord>of(
                accepted(run(i)),
                issued("task " + i),
                new RunRecord.TaskReplayed(Samples.START, cid("x"), cid("output " + i)),
                new RunRecord.Finished(
                    Samples.START, RunStatus.COMPLETED, Node.of(Bytes.owned(large))));
        store.runs().append(run(i), epoch, records, Durability.SYNC);
      }
      store.blocks().put(Block.of(Codec.RAW, Bytes.utf8("garbage")));
    }
  }

  private static void isKept(Path data) {
    for (int round = 0; round < 2; round++) {
      try (var store = Folders.open(data)) {
        assertThat(store.notes()).isEmpty();
        for (int i = RUNS / 2; i < RUNS; i++) {
          assertThat(store.runs().findRun(run(i).text())).isPresent();
          assertThat(store.runs().read(run(i))).hasSize(4);
          assertThat(store.runs().findMemo(key("task " + i))).isPresent();
          assertThat(store.blocks().find(cid("output " + i))).isPresent();
        }
        // A run that is half gone is not shown.
        assertThat(store.runs().findRuns(2 * RUNS))
            .allSatisfy(run -> assertThat(store.runs().read(run.id())).hasSize(4));
      }
      EmbeddedStore.rebuild(data, Clock.systemUTC(), (_, _) -> {});
    }
    assertThat(Inspection.of(data, (_, _) -> {}).damages()).isEmpty();
  }

  private static void isDone(Path data) throws IOException {
    Sweep.apply(data, HALF, Clock.systemUTC(), (_, _) -> {});
    try (var store = Folders.open(data)) {
      assertThat(store.runs().findRuns(2 * RUNS)).hasSize(RUNS / 2);
      assertThat(store.blocks().has(cid("output 1"))).isFalse();
    }
    assertThat(Sweep.plan(data, HALF, Clock.systemUTC(), (_, _) -> {}).records()).isZero();
  }

  @Test
  void aKilledProcessLosesNothingThatIsKept() throws Exception {
    var whole = folder.resolve("whole");
    write(whole);
    int killed = 0;
    int steps = 1;
    for (int n = 1; n <= steps; n += 1 + n / 6) {
      var data = folder.resolve("killed " + n);
      Folders.copy(whole, data);
      int reached = sweepAndKill(data, n);
      steps = Math.max(steps, reached + 1);
      killed += reached == n ? 1 : 0;

      isKept(data);
      if (n % 3 == 0) {
        isDone(data);
      }
      Folders.delete(data);
    }
    assertThat(killed).isGreaterThan(4);
  }

  /// Kills the process at step `n`; returns how many there were.
  private int sweepAndKill(Path data, int n) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                KilledProcessTest.classPath(),
                Sweeping.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int step = 0;
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("DONE")) {
          break;
        }
        step++;
        if (step == n) {
          process.destroyForcibly();
          break;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return step;
  }

  @ParameterizedTest
  @EnumSource
  void aDiskThatFailsLosesNothingThatIsKept(FaultyDisk.Operation operation) throws Exception {
    var whole = folder.resolve("whole");
    write(whole);
    boolean failed = true;
    for (int n = 1; failed; n += 1 + n / 3) {
      var data = folder.resolve("failed " + n);
      Folders.copy(whole, data);
      var disk = new FaultyDisk();
      disk.failOnce(operation, n);
      var means = new EmbeddedStore.Means(disk, Indexer.Slack.USUAL);
      try {
        Sweep.apply(data, HALF, Clock.systemUTC(), (_, _) -> {}, means);
        failed = false;
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
      }

      isKept(data);
      Folders.delete(data);
    }
  }
}
