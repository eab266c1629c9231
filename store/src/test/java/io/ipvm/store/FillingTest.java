package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.receipt;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index that is made of a log of many segments.
final class FillingTest {
  private static final int RUNS = 8;

  @TempDir private Path folder;

  /// Every run goes to a segment of its own, and computes again what the one before it did, too.
  @BeforeEach
  void write() {
    try (var store = Folders.open(folder)) {
      for (int i = 0; i < RUNS; i++) {
        store.blocks().put(block("block " + i));
        long epoch = store.runs().claim(run(i));
        var records = List.<RunRecord>of(accepted(run(i)), issued("t" + i), issued("t" + (i + 1)));
        store.runs().append(run(i), epoch, records, Durability.SYNC);
        store.name("name", cid("block " + i));
        store.pin(cid("block " + i), Samples.START);
        if (i == RUNS / 2) {
          store.append(new LogEntry.Forgotten(Long.MAX_VALUE, List.of()));
        }
        store.seal(true, false);
      }
    }
    new SqliteDatabase(index(), false).delete();
  }

  private Path index() {
    return folder.resolve("index.db");
  }

  private void isWhole() {
    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).isEmpty();
      for (int i = 0; i < RUNS; i++) {
        assertThat(store.runs().read(run(i))).hasSize(3);
        assertThat(store.blocks().find(cid("block " + i))).isPresent();
        assertThat(store.runs().findReceipt(receipt("t" + i).cid())).isPresent();
        assertThat(store.runs().findMemo(key("t" + i)).isPresent()).isEqualTo(i > RUNS / 2);
      }
      assertThat(store.findName("name")).contains(cid("block " + (RUNS - 1)));
      assertThat(store.pins()).hasSize(RUNS);
      assertThat(store.runs().findRuns(100)).hasSize(RUNS);
    }
    assertThat(Inspection.of(folder, (_, _) -> {}).damages()).isEmpty();
  }

  @Test
  void reachesToTheLastSegmentAndKnowsTheNewestPlaceOfWhatWasWrittenTwice() throws IOException {
    Folders.open(folder).close();

    long last = Segment.list(new DataFolder(folder).log()).getLast().base();
    try (var index = SqliteIndex.openReadOnly(new SqliteDatabase(index(), true))) {
      assertThat(index.position()).isEqualTo(last);
      assertThat(index.packs()).isGreaterThan(PackPosition.START);
      assertThat(index.integrity()).isEmpty();
    }
    isWhole();
  }

  @Test
  void startsAgainWhereAProcessWasKilledMeanwhile() throws IOException {
    Files.writeString(SqliteFilling.beside(index()).file(), "the beginning of an index");

    Folders.open(folder).close();

    assertThat(SqliteFilling.beside(index()).file()).doesNotExist();
    isWhole();
  }

  @Test
  void takesThePlaceOfAnIndexThatIsDamaged() throws IOException {
    Files.writeString(index(), "this is no database ".repeat(500));

    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).singleElement().asString().contains("index.db was damaged");
    }

    isWhole();
  }

  @Test
  void isDoneWithoutWhereItFails() throws IOException {
    // A folder that is not empty stands where the file would.
    Files.createDirectories(SqliteFilling.beside(index()).file().resolve("occupied"));

    Folders.open(folder).close();

    isWhole();
  }

  @Test
  void leavesADamagedLogForTheOpeningToRefuse() throws IOException {
    var second = Segment.list(new DataFolder(folder).log()).get(1).path();
    var bytes = Files.readAllBytes(second);
    Folders.flip(second, bytes, bytes.length / 2);

    var refused = Optional.<StoreException>empty();
    try (var store = Folders.open(folder)) {
      assertThat(store).isNull();
    } catch (StoreException e) {
      refused = Optional.of(e);
    }

    assertThat(refused).map(StoreException::kind).contains(StoreException.Kind.CORRUPT);
    assertThat(SqliteFilling.beside(index()).file()).doesNotExist();
  }

  @Test
  void isHowAnIndexIsRebuilt() {
    Folders.open(folder).close();

    EmbeddedStore.rebuild(folder, Clock.systemUTC(), (_, _) -> {});

    isWhole();
  }
}
