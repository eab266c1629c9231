package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Cid;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real command is killed (SIGKILL) a hundred times at random moments of the main job, and each
/// time started again. Every finished run is followed by one with another picture size, so that
/// there is always something left to compute.
@Tag("chaos")
final class KilledProcessTest {
  private static final int KILLS = 100;
  private static final int LONGEST_LIFE_MILLIS = 4_000;

  private final long seed = Long.getLong("ipvm.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir private Path folder;

  @Test
  void neverLosesAReceiptAndNeverComputesATaskTwice() throws Exception {
    var data = folder.resolve("data");
    Map<Cid, Cid> known = Map.of();
    int width = 400;
    for (int kills = 0; kills < KILLS; ) {
      var process = start(data, width);
      if (process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).as("width %s, %s", width, report()).isZero();
        width++;
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
      var receipts = receipts(data);
      assertThat(receipts).as(report()).containsAllEntriesOf(known);
      known = receipts;
    }

    assertThat(start(data, width).waitFor()).as(report()).isZero();
    assertThat(receipts(data)).as(report()).containsAllEntriesOf(known);
    assertThat(folder.resolve("out/contact-sheet.png")).isNotEmptyFile();
  }

  private String report() {
    return "-Dipvm.seed=" + seed + ", messages in " + folder.resolve("messages");
  }

  private Process start(Path data, int width) throws IOException {
    var root = root();
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("jdk.module.path", "") + ":" + System.getProperty("java.class.path"),
            "io.ipvm.cli.Main",
            "run",
            root.resolve("examples/photo/contact-sheet.yaml").toString(),
            "--set",
            "width=" + width,
            "--data-dir",
            data.toString(),
            "--out",
            folder.resolve("out").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("messages").toFile()))
        .start();
  }

  /// Receipts in the log by the instruction they answer, of which no two may answer the same.
  private Map<Cid, Cid> receipts(Path data) {
    var receipts = new HashMap<Cid, Cid>();
    if (!Files.exists(data.resolve("log"))) {
      return receipts; // killed before it began
    }
    try (var store = EmbeddedStore.openReadOnly(data)) {
      for (var run : store.runs().findRuns(10_000)) {
        for (var record : store.runs().read(run.id())) {
          if (record instanceof RunRecord.ReceiptIssued issued) {
            var other = receipts.put(issued.instruction(), issued.receipt().cid());
            assertThat(other).as("%s was computed twice, %s", issued, report()).isNull();
          }
        }
      }
    }
    return receipts;
  }

  private static Path root() {
    for (var path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path.resolve("build"))) {
        return path;
      }
    }
    throw new AssertionError("the project's root is not above " + List.of(Path.of("")));
  }
}
