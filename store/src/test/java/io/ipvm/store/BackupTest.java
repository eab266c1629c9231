package io.ipvm.store;

import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
  @TempDir private Path root;

  private Path data() {
    return root.resolve("data");
  }

  private Path target() {
    return root.resolve("backup");
  }

  private Path restored() {
    return root.resolve("restored");
  }

  private Backup backup() {
    return Backup.of(data(), target(), (_, _) -> {});
  }

  private Backup restore() {
    return Backup.restore(target(), restored(), (_, _) -> {});
  }

  private static void fill(Store store, int number) {
    store.blocks().put(block("block " + number));
    var run = Samples.run(number);
    store.runs().append(run, store.runs().claim(run), Samples.everyKind(run), Durability.SYNC);
    store.name("name-" + number, cid("block " + number));
  }

  @Test
  void whatIsRestoredIsWhatWasThere() {
    try (var store = Folders.open(data())) {
      fill(store, 1);
      fill(store, 2);
    }

    backup();
    var restored = restore();

    assertThat(restored.files()).isEqualTo(2);
    try (var store = Folders.open(restored())) {
      assertThat(store.notes()).isEmpty();
      assertThat(store.runs().read(Samples.run(1))).isEqualTo(Samples.everyKind(Samples.run(1)));
      assertThat(store.names()).containsOnlyKeys("name-1", "name-2");
      assertThat(store.blocks().require(cid("block 2"))).isEqualTo(Bytes.utf8("block 2"));
    }
  }

  @Test
  void aStoreThatIsBeingWrittenToIsCopiedWhole() throws InterruptedException {
    try (var store = Folders.open(data())) {
      fill(store, 0);
      var acknowledged = new AtomicInteger();
      var enough = new AtomicBoolean();
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 1; !enough.get(); i++) {
                  fill(store, i);
                  acknowledged.set(i);
                }
              });
      try {
        for (int round = 0; round < 5; round++) {
          int before = acknowledged.get();
          backup();
          assertThat(Inspection.of(target(), (_, _) -> {}).damages()).isEmpty();
          try (var copy = EmbeddedStore.openReadOnly(target())) {
            for (int i = 0; i <= before; i++) {
              assertThat(copy.findName("name-" + i)).as("name-%d", i).contains(cid("block " + i));
            }
            copy.names().values().forEach(named -> copy.blocks().require(named));
          }
        }
      } finally {
        enough.set(true);
        writer.join();
      }
    }
  }

  @Test
  void whatDoesNotChangeAnyMoreIsCopiedOnce() throws IOException {
    try (var store = Folders.open(data())) {
      var run = Samples.run(1);
      long epoch = store.runs().claim(run);
      while (Segment.list(new DataFolder(data()).log()).size() < 3) {
        store.runs().append(run, epoch, Samples.everyKind(run), Durability.LATER);
      }
      fill(store, 2);

      var first = backup();
      fill(store, 3);
      var second = backup();

      assertThat(first.kept()).isZero();
      assertThat(second.kept()).isEqualTo(2);
      assertThat(second.files()).isEqualTo(2);
      assertThat(second.bytes()).isLessThan(first.bytes());
      try (var copy = EmbeddedStore.openReadOnly(target())) {
        assertThat(copy.findName("name-3")).isPresent();
      }
    }
  }

  @Test
  void nothingOfOthersIsOverwritten() throws IOException {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    try (var store = Folders.open(root.resolve("other"))) {
      fill(store, 2);
    }
    var photos = Files.createDirectories(root.resolve("photos"));
    Files.writeString(photos.resolve("cat.jpg"), "cat");

    for (var target : List.of(root.resolve("other"), photos)) {
      assertThatThrownBy(() -> Backup.of(data(), target, (_, _) -> {}))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
          .hasMessageContaining("is left as it is");
      assertThatThrownBy(() -> Backup.restore(data(), root.resolve("other"), (_, _) -> {}))
          .hasMessageContaining("there is a store in");
    }
    assertThatThrownBy(() -> Backup.of(data(), data(), (_, _) -> {}))
        .hasMessageContaining("is the data directory itself");
    assertThatThrownBy(() -> Backup.of(photos, target(), (_, _) -> {}))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void aDamagedBackupIsNotRestored() throws IOException {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    backup();
    var segment = Folders.segment(target());
    Folders.flip(segment, Files.readAllBytes(segment), 100);

    assertThatThrownBy(this::restore)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
        .hasMessageContaining("nothing was restored");
    assertThat(restored()).doesNotExist();
  }

  @Test
  void anIndexThatIsLostIsMadeAgain() throws IOException {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    var index = new DataFolder(data()).index();
    Files.writeString(index, "rubbish");

    EmbeddedStore.rebuild(data(), Clock.systemUTC(), (_, _) -> {});

    try (var store = EmbeddedStore.openReadOnly(data())) {
      assertThat(store.notes()).isEmpty();
      assertThat(store.findName("name-1")).contains(cid("block 1"));
    }
  }

  @Test
  void theFootprintIsThatOfTheFiles() throws IOException {
    assertThat(Footprint.of(data())).isEqualTo(new Footprint(0, 0, 0, 0, 0));
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }

    var footprint = Footprint.of(data());

    assertThat(footprint.segments()).isEqualTo(1);
    assertThat(footprint.packs()).isEqualTo(1);
    assertThat(footprint.bytes())
        .isEqualTo(
            Files.size(Folders.segment(data()))
                + Files.size(Folders.pack(data()))
                + footprint.indexBytes());
  }

  @Test
  void aFileThatWasStillGrowingIsNotTakenForWholeByItsLength() throws IOException {
    try (var store = Folders.open(data())) {
      var run = Samples.run(1);
      long epoch = store.runs().claim(run);
      while (Segment.list(new DataFolder(data()).log()).size() < 2) {
        store.runs().append(run, epoch, Samples.everyKind(run), Durability.LATER);
      }
      fill(store, 2);
    }
    backup();
    var sealed = Segment.list(new DataFolder(target()).log());
    var first = sealed.getFirst().path();
    // As it was when it was the last one: allocated to the same length, the end not yet written.
    var bytes = Files.readAllBytes(first);
    Arrays.fill(bytes, bytes.length - 5000, bytes.length, (byte) 0);
    Files.write(first, bytes);
    Files.delete(sealed.getLast().path());

    assertThat(backup().kept()).isZero();

    assertThat(Inspection.of(target(), (_, _) -> {}).damages()).isEmpty();
    assertThat(restore().files()).isEqualTo(3);
  }

  @Test
  void aStoreWithoutRecordsIsFollowedWhenItGetsSome() {
    try (var store = Folders.open(data())) {
      backup();
      fill(store, 1);
      backup();
    }

    try (var copy = EmbeddedStore.openReadOnly(target())) {
      assertThat(copy.findName("name-1")).isPresent();
    }
  }

  @Test
  void aCopyThatWasBrokenOffIsTakenUp() throws IOException {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    var broken = new DataFolder(target());
    broken.create();
    Files.writeString(broken.log().resolve("0000000000000000.log.part"), "half");

    assertThat(backup().files()).isEqualTo(2);
  }

  @Test
  void aRestoringThatWasBrokenOffIsRepeated() throws IOException {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    backup();
    var broken = new DataFolder(restored());
    broken.create();
    var pack = Folders.pack(target());
    Files.write(broken.packs().resolve(pack.getFileName()), new byte[] {1, 2, 3});
    Files.createDirectories(restored().resolve("restoring"));

    assertThat(restore().files()).isEqualTo(2);

    try (var store = Folders.open(restored())) {
      assertThat(store.blocks().require(cid("block 1"))).isEqualTo(Bytes.utf8("block 1"));
    }
    assertThat(restored().resolve("restoring")).doesNotExist();
  }

  @Test
  void nothingIsRestoredUnderARunningNode() {
    try (var store = Folders.open(data())) {
      fill(store, 1);
    }
    backup();
    new DataFolder(restored()).create();

    try (var _ = WriterLock.acquire(new DataFolder(restored()).lock(), Clock.systemUTC())) {
      assertThatThrownBy(this::restore)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED));
    }
  }
}
