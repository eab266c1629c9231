package io.ipvm.store;

import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pack cut off or changed at every byte: no block reads as something else.
final class PackDamageTest {
  private static final List<String> TEXTS = List.of("first", "second", "", "the fourth block");

  @TempDir private Path folder;
  @TempDir private Path crashed;

  private void write() throws IOException {
    try (var store = Folders.open(folder)) {
      TEXTS.forEach(text -> store.blocks().put(block(text)));
      Folders.copy(folder, crashed);
    }
  }

  @Test
  void noticesEveryFlippedBitOfASyncedPack() throws IOException {
    write();
    var pack = Folders.pack(folder);
    var whole = Files.readAllBytes(pack);

    for (int at = 0; at < whole.length; at++) {
      Folders.flip(pack, whole, at);

      assertThatThrownBy(this::readAll)
          .as("bit of byte %d", at)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
          .hasMessageContaining(pack.getFileName().toString());
    }
  }

  private void readAll() {
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      for (var text : TEXTS) {
        assertThat(store.blocks().find(cid(text))).contains(Bytes.utf8(text));
      }
    }
  }

  @Test
  void dropsWhatWasNotSyncedAndTornAndTakesItAgain() throws IOException {
    write();
    var pack = Folders.pack(crashed);
    var whole = Files.readAllBytes(pack);

    for (int length = Pack.HEADER; length < whole.length; length += 7) {
      Files.write(pack, Arrays.copyOf(whole, length));

      try (var store = EmbeddedStore.openReadOnly(crashed)) {
        long here = TEXTS.stream().filter(text -> store.blocks().has(cid(text))).count();
        assertThat(here).as("cut at %d", length).isLessThan(TEXTS.size());
        for (var text : TEXTS) {
          assertThat(store.blocks().find(cid(text)).orElse(Bytes.utf8(text)))
              .isEqualTo(Bytes.utf8(text));
        }
      }
    }
    try (var store = Folders.open(crashed)) {
      assertThat(store.notes()).singleElement().asString().contains("unfinished write");
      TEXTS.forEach(text -> store.blocks().put(block(text)));
      assertThat(store.blocks().find(cid("the fourth block"))).isPresent();
    }
  }

  @Test
  void noticesThatASyncedPackBecameShorter() throws IOException {
    write();
    var pack = Folders.pack(folder);
    Files.write(pack, Arrays.copyOf(Files.readAllBytes(pack), (int) Files.size(pack) - 1));

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged at byte");

    Files.delete(pack);
    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aDamagedBlockCanBePutAgain() throws IOException {
    write();
    var pack = Folders.pack(folder);
    var bytes = Files.readAllBytes(pack);
    Folders.flip(pack, bytes, bytes.length - 1);

    try (var store = Folders.open(folder)) {
      var blocks = store.blocks();
      assertThatThrownBy(() -> blocks.find(cid("the fourth block")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("put it again");
      assertThat(blocks.has(cid("the fourth block"))).isFalse();

      blocks.put(block("the fourth block"));
      assertThat(blocks.find(cid("the fourth block"))).isPresent();
    }

    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThat(store.blocks().find(cid("the fourth block"))).isPresent();
    }
  }

  @Test
  void refusesAPackOfANewerProgram() throws IOException {
    write();
    var pack = Folders.pack(folder);
    var newer = Files.readAllBytes(pack);
    newer[11] = Pack.THIN_VERSION + 1;
    var crc = new CRC32C();
    crc.update(newer, 0, 12);
    ByteBuffer.wrap(newer).putInt(12, (int) crc.getValue());
    Files.write(pack, newer);

    assertThatThrownBy(() -> Folders.open(folder))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NEWER));
  }
}
