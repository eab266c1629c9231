package io.ipvm.store;

import static io.ipvm.store.FaultyDisk.Operation.SYNC;
import static io.ipvm.store.FaultyDisk.Operation.WRITE;
import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A disk that fails: nothing is acknowledged that is not safe, and nothing is retried in silence.
final class DiskFaultTest {
  private static final int ATTEMPTS = 12;

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  /// Appends run after run; returns how many were acknowledged before one was refused.
  private int appendUntilRefused(EmbeddedStore store) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        store.blocks().put(block("input " + i));
        long epoch = store.runs().claim(run(i));
        store.runs().append(run(i), epoch, List.of(accepted(run(i))), Durability.SYNC);
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
        assertThat(e).hasMessageContaining("Input/output error");
        return i;
      }
    }
    return ATTEMPTS;
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtTheFirstFaultAndNeverAcknowledgesWhatIsNotSafe(FaultyDisk.Operation operation)
      throws Exception {
    for (int n = 1; n <= 2 * ATTEMPTS; n++) {
      var data = folder.resolve(operation + " " + n);
      var store = Folders.open(data, disk);
      disk.failOnce(operation, n);

      int acknowledged = appendUntilRefused(store);
      if (acknowledged < ATTEMPTS) {
        // The disk is well again, this process has to stay out of it all the same.
        assertThatThrownBy(() -> store.name("a", cid("a"))).isInstanceOf(StoreException.class);
      }
      closeInspiteOfFaults(store);
      disk.heal();

      try (var again = Folders.open(data)) {
        for (int i = 0; i < acknowledged; i++) {
          assertThat(again.runs().read(run(i))).containsExactly(accepted(run(i)));
          assertThat(again.blocks().find(cid("input " + i))).isPresent();
        }
      }
    }
  }

  private static void closeInspiteOfFaults(EmbeddedStore store) {
    try {
      store.close();
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
    }
  }

  @Test
  void refusesRunsWhileTheDiskIsFullAndTakesThemWhenThereIsRoom() {
    var large = Node.of(Bytes.owned(new byte[200_000]));
    var record = new RunRecord.Finished(Samples.START, RunStatus.COMPLETED, large);
    try (var store = Folders.open(folder, disk)) {
      var runs = store.runs();
      long epoch = runs.claim(run(1));
      runs.append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);

      disk.fail(operation -> operation == WRITE, FaultyDisk.FULL);
      var refused =
          catchThrowableOfType(
              StoreException.class,
              () -> runs.append(run(1), epoch, List.of(record), Durability.SYNC));
      disk.heal();
      runs.append(run(1), epoch, List.of(record), Durability.SYNC);

      assertThat(refused.kind()).isEqualTo(StoreException.Kind.FULL);
      assertThat(refused).hasMessageContaining("make room");
      assertThat(runs.read(run(1))).containsExactly(accepted(run(1)), record);
    }
    try (var again = Folders.open(folder)) {
      assertThat(again.notes()).isEmpty();
      assertThat(again.runs().read(run(1))).hasSize(2);
    }
  }

  @Test
  void refusesBlocksWhileTheDiskIsFullAndTakesThemWhenThereIsRoom() {
    var large = Block.of(Codec.RAW, Bytes.owned(new byte[500_000]));
    try (var store = Folders.open(folder, disk)) {
      store.blocks().put(block("small"));
      disk.fail(operation -> operation == WRITE, FaultyDisk.FULL);

      assertThatThrownBy(() -> store.blocks().put(large))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
      assertThat(store.blocks().has(large.cid())).isFalse();

      disk.heal();
      store.blocks().put(large);
      store.blocks().sync();
      assertThat(store.blocks().find(large.cid())).contains(large.bytes());
    }
    try (var again = Folders.open(folder)) {
      assertThat(again.blocks().find(cid("small"))).isPresent();
      assertThat(again.blocks().find(large.cid())).isPresent();
    }
  }

  @Test
  void syncsBlocksBeforeTheRecordsThatNameThem() {
    try (var store = Folders.open(folder, disk)) {
      long epoch = store.runs().claim(run(1));
      store.blocks().sync(); // of the claim, which would else come some time later
      store.blocks().put(block("template"));
      // The first sync is that of the blocks: when it fails no record may be in the log.
      disk.failOnce(SYNC, 1);

      assertThatThrownBy(
              () -> store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(".pack");
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
    }
    disk.heal();

    try (var again = EmbeddedStore.openReadOnly(folder)) {
      assertThat(again.runs().findRuns(10)).isEmpty();
    }
  }
}
