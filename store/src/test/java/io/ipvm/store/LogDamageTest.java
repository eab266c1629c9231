package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log cut off or changed at every byte: an intact record is never lost, none is invented, and
/// damage is never taken for data.
final class LogDamageTest {
  private static final List<RunRecord> RECORDS =
      List.of(
          accepted(run(1)),
          issued("a"),
          new RunRecord.TaskReplayed(Samples.START, Samples.cid("b"), Samples.cid("r")),
          Samples.finished(RunStatus.COMPLETED));

  @TempDir private Path folder;
  @TempDir private Path crashed;

  /// Writes the records one after the other; `crashed` gets the files as they are before the close.
  ///
  /// @return where the claim and each record end in the segment
  private List<Integer> write() throws IOException {
    var ends = new ArrayList<Integer>();
    try (var store = Folders.open(folder)) {
      var runs = store.runs();
      long epoch = runs.claim(run(1));
      for (var record : RECORDS) {
        runs.append(run(1), epoch, List.of(record), Durability.SYNC);
        ends.add(used(Files.readAllBytes(Folders.segment(folder))));
      }
      Folders.copy(folder, crashed);
    }
    return ends;
  }

  private static int used(byte[] segment) {
    int at = Segment.HEADER;
    while (Frame.isIntact(segment, at, at)) {
      at = (int) Frame.read(segment, at).end();
    }
    return at;
  }

  private static List<RunRecord> read(Path folder) {
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      return store.runs().read(run(1));
    }
  }

  @Test
  void aLogCutOffAnywhereKeepsEveryWholeRecord() throws IOException {
    var ends = write();
    var segment = Folders.segment(crashed);
    var whole = Files.readAllBytes(segment);

    for (int length = Segment.HEADER; length <= ends.getLast(); length++) {
      Files.write(segment, Arrays.copyOf(whole, length));
      int cut = length;
      int kept = (int) ends.stream().filter(end -> end <= cut).count();

      assertThat(read(crashed)).as("cut at %d", length).isEqualTo(RECORDS.subList(0, kept));
    }
  }

  @Test
  void aLogWithZerosInsteadOfItsEndKeepsEveryWholeRecord() throws IOException {
    var ends = write();
    var segment = Folders.segment(crashed);
    var whole = Files.readAllBytes(segment);

    for (int length = ends.get(2); length <= ends.getLast(); length++) {
      Files.write(segment, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      int kept = length == ends.getLast() ? 4 : 3;

      assertThat(read(crashed)).as("zeros from %d", length).isEqualTo(RECORDS.subList(0, kept));
    }
  }

  /// `bench/faults` found it: what is left is a whole log, only a shorter one.
  @Test
  void aLogCutOffBetweenTwoRecordsIsNoticed() throws IOException {
    var ends = write();
    var segment = Folders.segment(folder);
    var whole = Files.readAllBytes(segment);

    for (int end : ends) {
      // The next record begins with zeros, the high bytes of its position.
      int length = end + ends.indexOf(end) % 3;
      Files.write(segment, Arrays.copyOf(whole, length));

      try (var store = Folders.open(folder)) {
        assertThat(store.notes())
            .singleElement()
            .asString()
            .contains("ends at byte " + end + ", right behind a record: if it was cut off there");
      }
    }
    // What the store itself leaves behind is never that: after a crash, a close, a dropped tail.
    Files.write(Folders.segment(crashed), Arrays.copyOf(whole, ends.getLast() - 1));
    Folders.open(crashed).close();
    for (var place : List.of(folder, crashed)) {
      try (var store = Folders.open(place)) {
        assertThat(store.notes()).isEmpty();
      }
    }
  }

  @Test
  void goesOnAfterATornTailAndSaysSo() throws IOException {
    var ends = write();
    var segment = Folders.segment(crashed);
    var whole = Files.readAllBytes(segment);

    for (int length : List.of(ends.get(1) + 5, ends.get(2) - 1, ends.get(2) + 40)) {
      Files.write(segment, Arrays.copyOf(whole, length));
      var kept = new ArrayList<>(read(crashed));

      try (var store = Folders.open(crashed)) {
        assertThat(store.notes()).singleElement().asString().contains("unfinished write");
        long epoch = store.runs().claim(run(1));
        store.runs().append(run(1), epoch, List.of(issued("new")), Durability.SYNC);
      }

      kept.add(issued("new"));
      assertThat(read(crashed)).isEqualTo(kept);
    }
  }

  @Test
  void noticesEveryFlippedBitOfAClosedLog() throws IOException {
    write();
    var segment = Folders.segment(folder);
    var whole = Files.readAllBytes(segment);
    int seal = sealStart(whole);

    for (int at = 0; at < seal; at++) {
      Folders.flip(segment, whole, at);

      assertThatThrownBy(() -> read(folder))
          .as("bit of byte %d", at)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
          .hasMessageContaining(segment.getFileName().toString());
    }
    for (int at = seal; at < whole.length; at += at < seal + 200 ? 1 : 997) {
      Folders.flip(segment, whole, at);

      assertThat(read(folder)).as("bit of byte %d", at).isEqualTo(RECORDS);
    }
  }

  /// Where the frame begins that a closing store writes.
  private static int sealStart(byte[] segment) {
    int at = Segment.HEADER;
    while (true) {
      int next = (int) Frame.read(segment, at).end();
      if (!Frame.isIntact(segment, next, next)) {
        return at;
      }
      at = next;
    }
  }

  @Test
  void neverInventsARecordWhereABitFlippedAfterACrash() throws IOException {
    var ends = write();
    var segment = Folders.segment(crashed);
    var whole = Files.readAllBytes(segment);

    for (int at = Segment.HEADER; at < ends.getLast(); at++) {
      Folders.flip(segment, whole, at);
      try {
        // Only the last record can pass for one whose write was cut short.
        assertThat(read(crashed)).as("bit of byte %d", at).isEqualTo(RECORDS.subList(0, 3));
        assertThat(at).isGreaterThanOrEqualTo(ends.get(2));
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT);
      }
    }
  }

  @Test
  void refusesALogOfANewerProgram() throws IOException {
    write();
    var segment = Folders.segment(folder);
    var newer = Files.readAllBytes(segment);
    newer[11] = Segment.THIN_VERSION + 1;
    var crc = new CRC32C();
    crc.update(newer, 0, Segment.HEADER - 4);
    ByteBuffer.wrap(newer).putInt(Segment.HEADER - 4, (int) crc.getValue());
    Files.write(segment, newer);

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NEWER))
        .hasMessageContaining("use a newer ipvm");
  }

  @Test
  void keepsALogOfManySegmentsAndNoticesWhenOneIsMissing() throws IOException {
    var large = Node.of(Bytes.owned(new byte[3 << 20]));
    var record = new RunRecord.Finished(Samples.START, RunStatus.COMPLETED, large);
    var progress = new ArrayList<Long>();
    try (var store = Folders.open(folder)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.LATER);
      for (int i = 0; i < 12; i++) {
        store.runs().append(run(1), epoch, List.of(record), Durability.LATER);
      }
      assertThat(store.runs().read(run(1))).hasSize(13);
    }
    new SqliteDatabase(folder.resolve("index.db"), false).delete();

    EmbeddedStore.open(folder, Clock.systemUTC(), (done, _) -> progress.add(done)).close();

    assertThat(read(folder)).hasSize(13);
    var segments = Segment.list(folder.resolve("log"));
    assertThat(segments).hasSize(3);
    assertThat(progress).hasSize(2).isSorted();
    Files.delete(segments.get(1).path());
    new SqliteDatabase(folder.resolve("index.db"), false).delete();
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
  }
}
