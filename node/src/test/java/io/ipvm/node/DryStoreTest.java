package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.store.EmbeddedStore;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DryStoreTest {
  private static final Block KEPT = Block.of(Codec.RAW, Bytes.utf8("kept"));
  private static final Block ADDED = Block.of(Codec.RAW, Bytes.utf8("added"));

  @TempDir private Path root;

  @Test
  void readsWhatIsKeptAndForgetsWhatIsAdded() {
    try (var store = EmbeddedStore.open(root, Clock.systemUTC())) {
      store.blocks().put(KEPT);
      store.name("module", KEPT.cid());

      try (var dry = DryStore.over(root, true)) {
        dry.blocks().put(KEPT);
        dry.blocks().put(ADDED);
        dry.blocks().sync();
        dry.name("other", ADDED.cid());

        assertThat(dry.blocks().has(KEPT.cid())).isTrue();
        assertThat(dry.blocks().find(ADDED.cid())).contains(ADDED.bytes());
        assertThat(dry.blocks().findAll(_ -> true))
            .containsExactlyInAnyOrder(KEPT.cid(), ADDED.cid());
        assertThat(dry.names()).containsOnlyKeys("module", "other");
        assertThat(dry.findName("other")).contains(ADDED.cid());
        assertThat(dry.findName("module")).contains(KEPT.cid());
        assertThat(dry.runs().findRuns(1)).isEmpty();
        assertThat(dry.notes()).isEmpty();
      }
      assertThat(store.blocks().has(ADDED.cid())).isFalse();
      assertThat(store.names()).containsOnlyKeys("module");
    }
  }

  @Test
  void aNodeWithoutADataDirectoryMakesNone() {
    var nowhere = root.resolve("nowhere");

    try (var node = Ipvm.builder(nowhere).dry().open()) {
      assertThat(node.nodeDid()).isEqualTo(node.userDid());
      assertThat(node.runs(1)).isEmpty();
    }

    assertThat(nowhere).doesNotExist();
    assertThat(root).isEmptyDirectory();
  }
}
