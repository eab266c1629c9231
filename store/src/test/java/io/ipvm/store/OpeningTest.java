package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.finished;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.receipt;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What opening a data directory finds, whatever happened to it before.
final class OpeningTest {
  private static final EmbeddedStore.Means IMPATIENT =
      new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(0, 0));
  private static final int RUNS = 20;

  @TempDir private Path folder;

  private void write(EmbeddedStore.Means means) {
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means)) {
      for (int i = 0; i < RUNS; i++) {
        store.blocks().put(block("input " + i));
        long epoch = store.runs().claim(run(i));
        var start = accepted(run(i), "run " + i, Optional.of("alias " + i), 1);
        store
            .runs()
            .append(
                run(i),
                epoch,
                List.of(start, issued("task " + i), finished(RunStatus.COMPLETED)),
                Durability.SYNC);
      }
      store.name("blur", cid("blur"));
      var gone = Fact.of("samples", Bytes.utf8("gone"), Bytes.EMPTY);
      store.facts().note(List.of(gone, Fact.of("samples", Bytes.utf8("key"), Bytes.utf8("value"))));
      store.facts().note(List.of(Fact.none("samples", gone.key())));
    }
  }

  private static void isWhole(Store store) {
    for (int i = 0; i < RUNS; i++) {
      assertThat(store.runs().read(run(i))).hasSize(3).element(1).isEqualTo(issued("task " + i));
      assertThat(store.runs().findMemo(key("task " + i))).isPresent();
      assertThat(store.runs().findReceipt(receipt("task " + i).cid())).isPresent();
      assertThat(store.runs().findRun("alias " + i)).map(RunSummary::id).contains(run(i));
      assertThat(store.runs().findRun(run(i).text().substring(0, 10))).isPresent();
      assertThat(store.blocks().find(cid("input " + i))).isPresent();
    }
    assertThat(store.runs().findRuns(100))
        .hasSize(RUNS)
        .isSortedAccordingTo((a, b) -> b.id().compareTo(a.id()));
    assertThat(store.findName("blur")).contains(cid("blur"));
    assertThat(store.names()).hasSize(1);
    assertThat(store.facts().find("samples", Bytes.utf8("key"))).contains(Bytes.utf8("value"));
    assertThat(store.facts().find("samples", Bytes.utf8("gone"))).isEmpty();
  }

  @Test
  void findsEverythingAgainInTheLog() throws IOException {
    write(EmbeddedStore.Means.USUAL);

    assertThat(folder.resolve("index.db")).doesNotExist();
    assertThat(Files.size(Folders.segment(folder))).isLessThan(200_000);
    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).isEmpty();
      isWhole(store);
    }
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      isWhole(store);
    }
  }

  @Test
  void findsEverythingAgainInTheIndexAndTheLogBehindIt() {
    write(IMPATIENT);

    assertThat(folder.resolve("index.db")).exists();
    assertThat(indexed()).isGreaterThan(Segment.HEADER);
    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).isEmpty();
      isWhole(store);
    }
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      isWhole(store);
    }
  }

  private long indexed() {
    try (var index = SqliteIndex.openReadOnly(database(true))) {
      return index.position();
    }
  }

  private SqliteDatabase database(boolean readOnly) {
    return new SqliteDatabase(folder.resolve("index.db"), readOnly);
  }

  @Test
  void goesOnWithARunOfTheIndex() {
    write(IMPATIENT);

    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, IMPATIENT)) {
      long epoch = store.runs().claim(run(3));
      var resumed = new RunRecord.Resumed(Samples.START, "host");
      store.runs().append(run(3), epoch, List.of(resumed), Durability.SYNC);

      assertThat(epoch).isEqualTo(2);
      assertThat(store.runs().read(run(3))).hasSize(4).last().isEqualTo(resumed);
      assertThat(store.runs().findRun("alias 3").orElseThrow().status())
          .isEqualTo(RunStatus.RUNNING);
      assertThatThrownBy(() -> store.runs().append(run(3), 1, List.of(resumed), Durability.SYNC))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void makesALostIndexAgain() {
    write(IMPATIENT);
    database(false).delete();

    try (var store = Folders.open(folder)) {
      isWhole(store);
    }
  }

  @Test
  void makesADamagedIndexAgainAndSaysSo() throws IOException {
    write(IMPATIENT);
    database(false).delete();
    Files.writeString(folder.resolve("index.db"), "this is no database ".repeat(500));

    try (var store = EmbeddedStore.openReadOnly(folder)) {
      isWhole(store);
    }
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, IMPATIENT)) {
      assertThat(store.notes()).singleElement().asString().contains("index.db was damaged");
      isWhole(store);
    }
  }

  @Test
  void aPlaceThatCannotBeIsDamage() throws SQLException {
    write(IMPATIENT);
    change("update block set pack_offset = -5");

    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThatThrownBy(() -> store.blocks().find(cid("input 1")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
          .hasMessageContaining("ipvm store rebuild");
    }
  }

  @Test
  void refusesAnIndexOfANewerProgram() throws SQLException {
    write(IMPATIENT);
    change("insert into migration values (4, '004-more', 'hash')");

    for (boolean readOnly : List.of(true, false)) {
      assertThatThrownBy(() -> open(readOnly).close())
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NEWER))
          .hasMessageContaining("004-more");
    }
  }

  private Store open(boolean readOnly) {
    return readOnly ? EmbeddedStore.openReadOnly(folder) : Folders.open(folder);
  }

  @Test
  void makesAnIndexOfAnotherFormAgain() throws SQLException {
    write(IMPATIENT);
    change("update migration set sha256 = 'other'");

    try (var store = Folders.open(folder)) {
      assertThat(store.notes()).singleElement().asString().contains("index.db was damaged");
      isWhole(store);
    }
  }

  /// `bench/faults` found it: one turned bit in a page, which SQLite has no checksum for.
  @Test
  void aRowThatNobodyWroteIsRefusedByName() throws SQLException {
    write(IMPATIENT);
    change("update run set status = 'COMPLUTED'");

    try (var store = Folders.open(folder)) {
      assertThatThrownBy(() -> store.runs().findRuns(100))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
          .hasMessageContaining("index.db is damaged, a row says what nobody wrote")
          .hasMessageContaining("ipvm store rebuild");
    }
    EmbeddedStore.rebuild(folder, Clock.systemUTC(), (_, _) -> {});
    try (var store = Folders.open(folder)) {
      isWhole(store);
    }
  }

  private void change(String sql) throws SQLException {
    try (var connection = database(false).connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void noticesAnIndexThatKnowsMoreThanTheLog() throws IOException {
    write(IMPATIENT);
    var segment = Folders.segment(folder);
    var bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, 500));

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
        .hasMessageContaining("index.db knows of later records");

    Files.delete(segment);
    assertThatThrownBy(() -> Folders.open(folder)).isInstanceOf(StoreException.class);
  }

  @Test
  void refusesASecondWriterAndSaysWhoTheFirstOneIs() {
    try (var store = Folders.open(folder)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);

      assertThatThrownBy(() -> Folders.open(folder))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      try (var reader = EmbeddedStore.openReadOnly(folder)) {
        assertThat(reader.runs().findRuns(10)).hasSize(1);
      }
    }
    Folders.open(folder).close();
  }

  @Test
  void aStoreForReadingRefusesEveryChange() {
    write(EmbeddedStore.Means.USUAL);

    try (var store = EmbeddedStore.openReadOnly(folder)) {
      var runs = store.runs();
      assertThat(
              List.<Runnable>of(
                  () -> runs.claim(run(1)),
                  () -> runs.append(run(1), 1, List.of(), Durability.SYNC),
                  () -> store.name("a", cid("a")),
                  () -> store.blocks().put(block("new")),
                  () -> store.blocks().sync()))
          .allSatisfy(change ->
              assertThatThrownBy(change::run)
                  .isInstanceOfSatisfying(
                      StoreException.class,
                      e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY)));
    }
  }

  @Test
  void aFolderWithoutAStoreReadsAsAnEmptyOne() {
    try (var store = EmbeddedStore.openReadOnly(folder.resolve("none"))) {
      assertThat(store.runs().findRuns(10)).isEmpty();
      assertThat(store.blocks().has(cid("a"))).isFalse();
      assertThatThrownBy(() -> store.name("a", cid("a"))).isInstanceOf(StoreException.class);
    }
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void refusesAFileInThePlaceOfTheFolder() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Folders.open(folder.resolve("file")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("file");
  }

  @Test
  void aClosedStoreStaysClosed() {
    var store = Folders.open(folder);
    store.close();
    store.close();

    assertThatThrownBy(() -> store.name("a", cid("a"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptReachesTheCallerAndNotTheFiles() {
    try (var store = Folders.open(folder)) {
      long epoch = store.runs().claim(run(1));
      Thread.currentThread().interrupt();
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
      store.blocks().put(block("a"));
      assertThat(store.blocks().find(cid("a"))).isPresent();
      assertThat(Thread.interrupted()).isTrue();

      assertThat(store.runs().read(run(1))).hasSize(1);
      assertThat(store.blocks().find(cid("a"))).isPresent();
    }
  }

  @Test
  void whatIsStoredIsForItsOwnerAlone(@TempDir Path parent) throws IOException {
    assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var made = parent.resolve("a/b");

    Folders.open(made).close();

    for (var path : List.of(made, made.resolve("log"), made.resolve("packs"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }
}
