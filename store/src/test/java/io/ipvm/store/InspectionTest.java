package io.ipvm.store;

import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectionTest {
  private static final List<String> TEXTS = List.of("first", "second", "", "the fourth block");

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    try (var store = Folders.open(folder)) {
      TEXTS.forEach(text -> store.blocks().put(block(text)));
      var run = Samples.run(1);
      var runs = store.runs();
      runs.append(run, runs.claim(run), Samples.everyKind(run), Durability.SYNC);
    }
  }

  private Inspection inspect() {
    return Inspection.of(folder, (_, _) -> {});
  }

  @Test
  void aWholeStoreIsReadToTheLastByte() {
    var seen = new ArrayList<Long>();

    var inspection = Inspection.of(folder, (bytes, total) -> seen.add(total - bytes));

    assertThat(inspection.damages()).isEmpty();
    assertThat(inspection.blocks()).isEqualTo(TEXTS.size());
    assertThat(inspection.records()).isGreaterThan(Samples.everyKind(Samples.run(1)).size());
    assertThat(seen.getLast()).isZero();
  }

  @Test
  void aFolderWithoutAStoreIsWhole() {
    assertThat(Inspection.of(folder.resolve("none"), (_, _) -> {}).damages()).isEmpty();
  }

  @Test
  void everyFlippedBitOfTheLogIsReportedOnceAndTheRestIsReadOn() throws IOException {
    var segment = Folders.segment(folder);
    var whole = Files.readAllBytes(segment);
    long records = inspect().records();

    for (int at = 0; at < end(whole); at++) {
      Folders.flip(segment, whole, at);

      var inspection = inspect();

      if (inspection.records() == records - 1 && inspection.damages().isEmpty()) {
        assertThat(at).isGreaterThan(end(whole) - 100);
        continue; // the last record, which nothing vouches for: it reads as a torn tail
      }
      assertThat(inspection.damages()).as("bit of byte %d", at).hasSize(1);
      var damage = inspection.damages().getFirst();
      assertThat(damage.file()).isEqualTo(segment);
      assertThat(damage.offset()).isLessThanOrEqualTo(at);
      assertThat(damage.advice()).contains("copy");
    }
  }

  /// Where the zeros begin.
  private static int end(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  @Test
  void everyFlippedBitOfAPackIsReported() throws IOException {
    var pack = Folders.pack(folder);
    var whole = Files.readAllBytes(pack);

    for (int at = 0; at < whole.length; at++) {
      Folders.flip(pack, whole, at);

      var inspection = inspect();

      assertThat(inspection.damages()).as("bit of byte %d", at).hasSize(1);
      assertThat(inspection.damages().getFirst().file()).isEqualTo(pack);
      assertThat(inspection.blocks()).isGreaterThanOrEqualTo(at < Pack.HEADER ? 0 : 3);
    }
  }

  @Test
  void aPackThatBecameShorterIsReported() throws IOException {
    var pack = Folders.pack(folder);
    var whole = Files.readAllBytes(pack);
    Files.write(pack, Arrays.copyOf(whole, whole.length - 1));

    assertThat(inspect().damages())
        .singleElement()
        .extracting(Inspection.Damage::file)
        .isEqualTo(pack);
  }

  @Test
  void aDamagedBlockThatIsPutAgainIsWell() throws IOException {
    var pack = Folders.pack(folder);
    var whole = Files.readAllBytes(pack);
    Folders.flip(pack, whole, whole.length - 1);
    assertThat(inspect().damages()).singleElement().asString().contains("stores it again");

    try (var store = Folders.open(folder)) {
      store.blocks().putAgain(block("the fourth block"));
      store.blocks().putAgain(block("first"));
    }

    assertThat(inspect().damages()).isEmpty();
    assertThat(inspect().blocks()).isEqualTo(TEXTS.size());
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThat(store.blocks().find(cid("the fourth block"))).isPresent();
    }
  }
}
