package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that were compacted: everything is found where it was, and damage is noticed.
final class CompactionTest {
  private static final int RUNS = 60;

  @TempDir private Path folder;

  private void write(int from, int to) {
    var text = Node.of("a long result of a task ".repeat(20_000));
    try (var store = Folders.open(folder)) {
      for (int i = from; i < to; i++) {
        store.blocks().put(block("output " + i));
        long epoch = store.runs().claim(run(i));
        store
            .runs()
            .append(
                run(i),
                epoch,
                List.of(
                    accepted(run(i)),
                    issued("task " + i),
                    new RunRecord.Finished(Samples.START, RunStatus.COMPLETED, text)),
                Durability.SYNC);
      }
    }
  }

  private Compaction compact() {
    return Compaction.of(folder, Clock.systemUTC(), (_, _) -> {});
  }

  private void isWhole(int runs) {
    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).isEmpty();
      for (int i = 0; i < runs; i++) {
        assertThat(store.runs().read(run(i))).hasSize(3);
        assertThat(store.runs().findMemo(key("task " + i))).isPresent();
        assertThat(store.blocks().find(cid("output " + i))).isPresent();
      }
    }
    assertThat(Inspection.of(folder, (_, _) -> {}).damages()).isEmpty();
  }

  @Test
  void aCompressedLogIsSmallerAndReadsTheSame() {
    write(0, RUNS);
    long records = Inspection.of(folder, (_, _) -> {}).records();

    var done = compact();

    assertThat(done.segments()).isPositive();
    assertThat(done.after()).isLessThan(done.before() / 2);
    isWhole(RUNS);
    assertThat(Inspection.of(folder, (_, _) -> {}).records())
        .isBetween(records - 2L * RUNS, records);
    EmbeddedStore.rebuild(folder, Clock.systemUTC(), (_, _) -> {});
    isWhole(RUNS);
    assertThat(compact().segments()).isZero();
    write(RUNS, 2 * RUNS);
    isWhole(2 * RUNS);
  }

  @Test
  void everyFlippedByteAndEveryCutOfACompactedSegmentIsNoticed() throws IOException {
    var segment = sweptSegment();
    var whole = Files.readAllBytes(segment);

    for (int at = 0; at < whole.length; at++) {
      Folders.flip(segment, whole, at);
      isNoticed("bit of byte " + at);
      Files.write(segment, Arrays.copyOf(whole, at));
      isNoticed("cut to " + at);
    }
    Files.write(segment, Arrays.copyOf(whole, whole.length + 1));
    isNoticed("one byte more");
  }

  @Test
  void everyFlippedByteAndEveryCutOfACompactedPackIsNoticed() throws IOException {
    sweptSegment();
    var pack = Pack.list(folder.resolve("packs")).getFirst().path();
    var whole = Files.readAllBytes(pack);

    for (int at = 0; at < whole.length; at++) {
      Folders.flip(pack, whole, at);
      isNoticed("bit of byte " + at);
      Files.write(pack, Arrays.copyOf(whole, at));
      isNoticed("cut to " + at);
    }
  }

  private void isNoticed(String what) {
    assertThat(Inspection.of(folder, (_, _) -> {}).damages()).as(what).isNotEmpty();
  }

  /// A small compacted segment, with a hole in it, as its pack has one.
  private Path sweptSegment() throws IOException {
    try (var store = Folders.open(folder)) {
      for (int i = 0; i < 5; i++) {
        store.blocks().put(block("output " + i));
        if (i % 2 == 0) {
          store.name("name " + i, cid("output " + i));
        }
      }
      var runs = store.runs();
      runs.append(
          run(1), runs.claim(run(1)), List.of(accepted(run(1)), issued("a")), Durability.SYNC);
      runs.append(
          run(2),
          runs.claim(run(2)),
          List.of(accepted(run(2)), Samples.finished(RunStatus.FAILED)),
          Durability.SYNC);
    }
    var old = Clock.offset(Clock.systemUTC(), Duration.ofDays(99));
    var swept = Sweep.apply(folder, new Retention(Duration.ZERO, 0), old, (_, _) -> {});
    assertThat(swept.runs()).hasSize(1);
    assertThat(swept.blocks()).hasSize(2);
    return Segment.list(folder.resolve("log")).getFirst().path();
  }

  @Test
  void aCompactedLogWhoseEndIsMissingIsRefused() throws IOException {
    sweptSegment();
    Files.delete(Segment.list(folder.resolve("log")).getLast().path());

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
        .hasMessageContaining("one followed it");
  }

  @Test
  void aCopyOfABlockThatALaterOneStandsInForGoes() throws IOException {
    try (var store = Folders.open(folder)) {
      store.blocks().put(block("first"));
      store.blocks().put(block("second"));
    }
    var pack = Folders.pack(folder);
    var bytes = Files.readAllBytes(pack);
    Folders.flip(pack, bytes, bytes.length - 1);
    try (var store = Folders.open(folder)) {
      store.blocks().putAgain(block("second"));
    }

    assertThat(compact().packs()).isEqualTo(1);

    assertThat(Inspection.of(folder, (_, _) -> {}).blocks()).isEqualTo(2);
    try (var store = Folders.open(folder)) {
      assertThat(store.blocks().find(cid("first"))).isPresent();
      assertThat(store.blocks().find(cid("second"))).isPresent();
    }
  }

  @Test
  void aBackupFollowsACompactionAndIsTakenForNoOther() {
    write(0, RUNS);
    var target = folder.resolve("backup");
    Backup.of(folder, target, (_, _) -> {});
    compact();

    var again = Backup.of(folder, target, (_, _) -> {});
    var nothing = Backup.of(folder, target, (_, _) -> {});

    assertThat(again.kept()).isZero();
    assertThat(nothing.kept()).isEqualTo(1);
    var restored = folder.resolve("restored");
    Backup.restore(target, restored, (_, _) -> {});
    try (var store = EmbeddedStore.openReadOnly(restored)) {
      assertThat(store.runs().findRuns(2 * RUNS)).hasSize(RUNS);
    }
    var other = folder.resolve("other");
    try (var store = Folders.open(other)) {
      store.name("a", cid("a"));
    }
    assertThatThrownBy(() -> Backup.of(other, target, (_, _) -> {}))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void whatAnUnfinishedCompactionLeftIsTidiedAway() throws IOException {
    write(0, 1);
    var left = folder.resolve("packs").resolve("00000000.pack" + Compactor.UNFINISHED);
    Files.write(left, new byte[10]);

    isWhole(1);

    assertThat(left).doesNotExist();
  }
}
