package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real file system of one megabyte that fills up, and one that is mounted read-only.
final class TinyDiskTest {
  private static final String NOT_HERE = "skipped: needs the right to mount a small file system";
  private static final int MIB = 1024 * 1024;

  @TempDir private Path folder;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = command("mount", "-t", "tmpfs", "-o", "size=" + MIB, "tmpfs", folder.toString());
    assumeTrue(mounted, NOT_HERE);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      command("umount", folder.toString());
    }
  }

  private static boolean command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program here
    }
  }

  private static RunRecord large(int number) {
    var bytes = new byte[50_000];
    bytes[0] = (byte) number;
    return new RunRecord.Finished(Samples.START, RunStatus.COMPLETED, Node.of(Bytes.owned(bytes)));
  }

  @Test
  void aFullDiskRefusesRunsAndLosesNone() throws IOException {
    int acknowledged = 0;
    var ballast = folder.resolve("ballast");
    Files.write(ballast, new byte[400_000]);
    try (var store = Folders.open(folder)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
      try {
        while (acknowledged < 100) {
          store.runs().append(run(1), epoch, List.of(large(acknowledged)), Durability.SYNC);
          acknowledged++;
        }
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL);
        assertThat(e).hasMessageContaining("make room and try again");
      }
      assertThat(acknowledged).isBetween(5, 20);
      assertThat(store.runs().read(run(1))).hasSize(1 + acknowledged);

      Files.delete(ballast);
      store.runs().append(run(1), epoch, List.of(large(acknowledged)), Durability.SYNC);
    }
    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).isEmpty();
      assertThat(store.runs().read(run(1))).hasSize(1 + acknowledged + 1);
    }
  }

  @Test
  void aStoreThatFindsNoRoomAtAllSaysSo() throws IOException {
    Files.write(folder.resolve("ballast"), new byte[MIB - 40_000]);

    assertThatThrownBy(() -> Folders.open(folder.resolve("data")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));

    Files.delete(folder.resolve("ballast"));
    Folders.open(folder.resolve("data")).close();
  }

  @Test
  void aReadOnlyFolderIsReadAndNotWritten() throws Exception {
    try (var store = Folders.open(folder)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
    }
    assertThat(command("mount", "-o", "remount,ro", folder.toString())).isTrue();

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY))
        .hasMessageContaining("cannot be written");
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThat(store.runs().findRuns(10)).hasSize(1);
    }
  }

  @Test
  void aReadOnlyFolderWithAnIndexIsRead() throws Exception {
    var means = new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(0, 0));
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
    }
    assertThat(command("mount", "-o", "remount,ro", folder.toString())).isTrue();

    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThat(store.runs().findRuns(10)).hasSize(1);
    }
  }
}
