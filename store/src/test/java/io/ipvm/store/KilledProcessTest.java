package io.ipvm.store;

import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it appends: whatever it said was safe, is.
final class KilledProcessTest {
  private static final int ROUNDS = 3;
  private static final int APPENDERS = 4;

  @TempDir private Path folder;

  /// Appends in several threads until it is killed, and says on its standard output what is safe.
  static final class Appending {
    private Appending() {}

    /// Arguments: the data directory and the number of the round.
    public static void main(String[] arguments) {
      var out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      int round = Integer.parseInt(arguments[1]);
      var store = Folders.open(Path.of(arguments[0]));
      for (int i = 0; i < APPENDERS; i++) {
        int appender = i;
        Thread.ofPlatform().start(() -> append(store, round, appender, out));
      }
    }

    private static void append(Store store, int round, int appender, PrintStream out) {
      var run = Samples.run(round * APPENDERS + appender);
      long epoch = store.runs().claim(run);
      store.runs().append(run, epoch, List.of(Samples.accepted(run)), Durability.LATER);
      for (int i = 0; true; i++) {
        var task = round + "/" + appender + "/" + i;
        store.blocks().put(block("output of " + task));
        store.runs().append(run, epoch, List.of(issued(task)), Durability.SYNC);
        out.println(task);
      }
    }
  }

  @Test
  void keepsEverythingThatWasAcknowledged() throws Exception {
    var acknowledged = new ArrayList<String>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(appendAndKill(round));

      try (var store = Folders.open(folder)) {
        assertThat(acknowledged)
            .allSatisfy(task -> {
              assertThat(store.runs().findMemo(key(task))).isPresent();
              assertThat(store.blocks().find(cid("output of " + task))).isPresent();
            });
        assertThat(store.runs().findRuns(100)).hasSize((round + 1) * APPENDERS);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 50);
  }

  private List<String> appendAndKill(int round) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Appending.class.getName(),
                folder.toString(),
                String.valueOf(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var tasks = new ArrayList<String>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int enough = 50 + 37 * round;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        tasks.add(line);
        if (tasks.size() == enough) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      // The pipe may break where it is read; what came through before counts.
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // The last line may be cut off.
    return tasks.isEmpty() ? tasks : tasks.subList(0, tasks.size() - 1);
  }

  /// Everything this test runs on, modules or not.
  static String classPath() throws URISyntaxException {
    var parts = new ArrayList<String>();
    for (var property : List.of("jdk.module.path", "java.class.path")) {
      parts.add(System.getProperty(property, ""));
    }
    parts.add("target/test-classes");
    parts.add("target/classes");
    return String.join(File.pathSeparator, parts);
  }
}
