package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.finished;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.store.RunLog.Durability;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an index says against the log it was made of.
final class IndexInspectionTest {
  private static final int RECEIPTS = 150;
  private static final Durability SYNC = Durability.SYNC;

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    var means = new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(0, 0));
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means)) {
      store.blocks().put(block("first"));
      store.blocks().put(block("second"));
      store.facts().note(List.of(Fact.of("changed", Bytes.utf8("key"), Bytes.utf8("old"))));
      store.facts().note(List.of(Fact.of("changed", Bytes.utf8("key"), Bytes.utf8("new"))));
      for (int i = 1; i <= 3; i++) {
        var records = new ArrayList<RunRecord>(List.of(accepted(run(i))));
        for (int task = 0; task < RECEIPTS; task++) {
          records.add(issued("t" + task)); // the same ones in every run
        }
        records.add(finished(RunStatus.COMPLETED));
        store.runs().append(run(i), store.runs().claim(run(i)), records, SYNC);
      }
      store.runs().claim(run(3)); // goes on
      store.runs().append(run(4), store.runs().claim(run(4)), List.of(accepted(run(4))), SYNC);
    }
  }

  private List<String> damages() {
    return Inspection.of(folder, (_, _) -> {}).damages().stream()
        .map(Inspection.Damage::what)
        .toList();
  }

  private void change(String statement) throws SQLException {
    try (var connection = new SqliteDatabase(folder.resolve("index.db"), false).connect();
        var sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).as(statement).isPositive();
    }
  }

  @Test
  void agreesWhenResultsWereWrittenAgainAndARunGoesOn() {
    assertThat(damages()).isEmpty();
  }

  @Test
  void tellsOfAReceiptThatItDoesNotKnow() throws SQLException {
    change("delete from receipt where rowid = 1");

    assertThat(damages())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("does not know where receipt"));
  }

  @Test
  void tellsOfAPlaceWhereAnotherReceiptIs() throws SQLException {
    change("update receipt set frame = (select max(frame) from receipt) where rowid = 1");

    assertThat(damages())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("does not know where receipt"));
  }

  @Test
  void tellsOfAnEarlierPlaceOfWhatWasWrittenAgain() throws SQLException {
    change("update memo set frame = (select first_frame from run limit 1) where rowid = 1");

    assertThat(damages())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("does not know where the result of"));
  }

  @Test
  void tellsOfAPlaceWhereNoRecordBegins() throws SQLException {
    change("update memo set frame = frame + 1 where rowid = 1");

    assertThat(damages())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("does not know where the result of"));
  }

  @Test
  void tellsOfARunThatReadsOtherwise() throws SQLException {
    change("update run set executed = 7 where id = '" + run(2).text() + "'");
    change("update run set last_frame = last_frame + 1 where id = '" + run(4).text() + "'");

    assertThat(damages())
        .satisfiesExactlyInAnyOrder(
            it -> assertThat(it).contains("of run " + run(2)),
            it -> assertThat(it).contains("of run " + run(4)));
  }

  @Test
  void tellsOfARunThatWouldGoOnBehindTheIndex() throws SQLException {
    change("update run set last_frame = 1000000000 where id = '" + run(2).text() + "'");

    assertThat(damages()).singleElement().asString().contains("of run " + run(2));
  }

  @Test
  void tellsOfAFactThatItDoesNotKnow() throws SQLException {
    change("update fact set value = x'00' where space = 'changed'");

    assertThat(damages()).singleElement().asString().contains("another fact in space 'changed'");
  }

  @Test
  void tellsOfABlockThatItDoesNotKnow() throws SQLException {
    change("delete from block where rowid = 1");

    assertThat(damages()).singleElement().asString().contains("does not know where block");
  }

  @Test
  void tellsSomeOfManyAndCountsTheRest() throws SQLException {
    change("delete from receipt");

    assertThat(damages()).hasSize(101).last().asString().contains(" more places");
  }
}
