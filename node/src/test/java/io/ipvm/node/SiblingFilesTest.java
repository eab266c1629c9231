package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiblingFilesTest {
  private final MemoryStore store = new MemoryStore();

  @TempDir private Path folder;

  @Test
  void takesTheFileThatACidNamesIntoTheStore() throws IOException {
    var wanted = Block.of(Codec.RAW, Bytes.utf8("wanted"));
    var other = Block.of(Codec.RAW, Bytes.utf8("other"));
    Files.writeString(folder.resolve("any name"), "wanted");
    Files.writeString(folder.resolve("other"), "other");
    Files.createDirectory(folder.resolve("folder"));

    var found = new SiblingFiles(store.blocks(), folder).find(wanted.cid());

    assertThat(found).contains(wanted.bytes());
    assertThat(store.blocks().has(wanted.cid())).isTrue();
    assertThat(store.blocks().has(other.cid())).isFalse();
  }

  @Test
  void prefersWhatIsStored() {
    var block = Block.of(Codec.RAW, Bytes.utf8("stored"));
    store.blocks().put(block);

    var missing = folder.resolve("no such folder");

    assertThat(new SiblingFiles(store.blocks(), missing).find(block.cid())).contains(block.bytes());
  }

  @Test
  void findsNothingThatNoFileHolds() {
    var block = Block.of(Codec.RAW, Bytes.utf8("nowhere"));

    assertThat(new SiblingFiles(store.blocks(), folder).find(block.cid())).isEmpty();
  }
}
