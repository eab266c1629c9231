package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.node.Ipvm;
import io.ipvm.store.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory that the first version of this program left behind, made by
/// `it/src/test/store/make-spine`: what is stored is for ever.
final class OldStoreTest {
  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void unpack() throws IOException {
    var zip = Objects.requireNonNull(OldStoreTest.class.getResourceAsStream("spine.zip"));
    try (var in = new ZipInputStream(zip)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var file = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.write(file, in.readAllBytes());
          boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
          if (posix && file.toString().endsWith(".key")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
          }
        }
      }
    }
    home = folder.resolve("spine");
  }

  @Test
  void itsRunsReceiptsNamesAndBlocksAreAllThere() throws InterruptedException {
    try (var node = Ipvm.open(home)) {
      assertThat(node.runs(10)).hasSize(3);
      assertThat(node.store().names()).containsKey("hello");
      var hello = node.store().names().get("hello");
      assertThat(node.blocks().find(Objects.requireNonNull(hello))).isPresent();
      int verified = 0;
      for (var alias : List.of("first", "again", "homestar")) {
        for (var task : node.findRun(alias).orElseThrow().tasks()) {
          var receipt = node.findReceipt(task.receipt().orElseThrow()).orElseThrow();
          assertThat(node.verify(receipt.bytes(), false).passed()).isTrue();
          verified++;
        }
      }
      assertThat(verified).isEqualTo(5);
    }
  }

  @Test
  void nothingInItIsDamaged() {
    var found = Inspection.of(home, (_, _) -> {});

    assertThat(found.damages()).isEmpty();
    assertThat(found.records()).isPositive();
  }

  @Test
  void newBlocksAreAddedToIt() {
    var block = Block.of(Codec.RAW, Bytes.utf8("new"));
    try (var node = Ipvm.open(home)) {
      node.store().blocks().put(block);
    }
    try (var node = Ipvm.builder(home).readOnly().open()) {
      assertThat(node.blocks().require(block.cid())).isEqualTo(Bytes.utf8("new"));
      assertThat(node.runs(10)).hasSize(3);
    }
  }
}
