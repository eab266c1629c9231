package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CarFileTest {
  private final Block hello = Block.of(Codec.RAW, Bytes.utf8("hello"));
  private final Block world = Block.of(Codec.RAW, Bytes.utf8("world"));
  private final Block inline = new Block(Cid.identity(Codec.RAW, Bytes.utf8("x")), Bytes.utf8("x"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void findsEveryBlockItWrote(CarIndex.Format format) throws IOException {
    var blocks = manyBlocks();
    var file = write(format, blocks);

    try (var archive = CarFile.open(file)) {
      assertThat(archive.version()).isEqualTo(2);
      assertThat(archive.isIndexed()).isTrue();
      assertThat(archive.roots()).containsExactly(hello.cid());
      assertThat(blocks)
          .allSatisfy(block -> assertThat(archive.require(block.cid())).isEqualTo(block.bytes()));
      assertThat(archive.find(world.cid())).isEmpty();
      assertThat(archive.check(CarReader.Options.STRICT)).isEqualTo(blocks.size());
    }
  }

  @Test
  void readsTheBlocksOfVersion2FromAStream() throws IOException {
    var blocks = manyBlocks();
    var file = write(CarIndex.Format.INDEX_SORTED, blocks);

    try (var reader = new CarReader(Files.newInputStream(file))) {
      var read = new ArrayList<Block>();
      reader.copyTo(read::add);

      assertThat(reader.version()).isEqualTo(2);
      assertThat(read).isEqualTo(blocks);
    }
  }

  @Test
  void makesAnIndexForAnArchiveOfVersion1() throws IOException {
    var file = folder.resolve("one.car");
    try (var writer = new CarWriter(Files.newOutputStream(file), List.of(hello.cid()))) {
      writer.write(hello);
      writer.write(inline);
    }

    try (var archive = CarFile.open(file)) {
      assertThat(archive.version()).isEqualTo(1);
      assertThat(archive.isIndexed()).isFalse();
      assertThat(archive.index().size()).isEqualTo(2);
      assertThat(archive.require(hello.cid())).isEqualTo(hello.bytes());
      assertThat(archive.require(inline.cid())).isEqualTo(inline.bytes());
      assertThat(archive.check(CarReader.Options.STRICT)).isEqualTo(2);
    }
  }

  @Test
  void findsABlockUnderAnotherCodec() throws IOException {
    var file = write(CarIndex.Format.MULTIHASH_INDEX_SORTED, List.of(hello));

    try (var archive = CarFile.open(file)) {
      var cid = Cid.of(Codec.DAG_JSON, HashFunction.SHA2_256, hello.bytes());
      assertThat(archive.find(cid)).contains(hello.bytes());
    }
  }

  @Test
  void anArchiveThatWasNotFinishedIsNone() throws IOException {
    var file = folder.resolve("half.car");
    try (var writer = new CarFileWriter(file, List.of(hello.cid()))) {
      writer.write(hello);
    }

    assertThatThrownBy(() -> CarFile.open(file)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesAnIndexThatLeadsAstray() throws IOException {
    var file = write(CarIndex.Format.MULTIHASH_INDEX_SORTED, List.of(hello, world));
    var bytes = Files.readAllBytes(file);
    // One record of the index gets the offset of the other.
    System.arraycopy(bytes, bytes.length - 8, bytes, bytes.length - 48, 8);
    Files.write(file, bytes);

    try (var archive = CarFile.open(file)) {
      assertThatThrownBy(
              () -> {
                archive.require(hello.cid());
                archive.require(world.cid());
              })
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
          .hasMessageContaining("CAR index says");
      assertThatThrownBy(() -> archive.check(CarReader.Options.STRICT))
          .hasMessageContaining("CAR index does not know the section");
    }
  }

  @Test
  void refusesAnIndexThatLeadsOutside() throws IOException {
    var file = write(CarIndex.Format.MULTIHASH_INDEX_SORTED, List.of(hello));
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = 0x7f;
    Files.write(file, bytes);

    try (var archive = CarFile.open(file)) {
      assertThatThrownBy(() -> archive.find(hello.cid()))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("CAR index leads to offset");
    }
  }

  @Test
  void refusesABlockThatWasTamperedWith() throws IOException {
    var file = write(CarIndex.Format.INDEX_SORTED, List.of(hello));
    var bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("hello");
    bytes[at] ^= 1;
    Files.write(file, bytes);

    try (var archive = CarFile.open(file)) {
      assertThatThrownBy(() -> archive.find(hello.cid()))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8008                                              | 4 bytes wanted at offset 2
          800801000000                                      | 4 bytes wanted at offset 6
          80080100000007000000                              | records of 7 bytes, before offset 10
          8008010081e1                                      | buckets, before offset 6
          8108010081e1                                      | buckets, before offset 6
          80080100000001000100                              | records of 65537 bytes
          800801000000090000000a00000000000000              | 10 bytes are no records of 9 bytes
          800801000000090000001200000000000000              | 18 bytes wanted at offset 18
          800801000000090000000900000000000000ffffffffffffffffff00 | 1 bytes too many
          800801000000090000001200000000000000ff0000000000000000000000000000000000 | record 1 out of order
          81080200000012000000000000000000000012000000000000000000 | hash function 0x12 out of order
          ''                                                | varint is cut off
          """)
  void refusesBrokenIndexes(String hex, String message) {
    assertThatThrownBy(() -> CarIndex.read(Bytes.fromHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("CAR index: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3200000000000000 | 0100000000000000 | 0000000000000000 | data of 1 bytes at offset 50
          3300000000000000 | ffffffffffffffff | 0000000000000000 | data of 18446744073709551615 bytes
          ffffffffffffff7f | 0100000000000000 | 0000000000000000 | which has to be 51 or more
          3300000000000000 | 0100000000000000 | 3300000000000000 | index at offset 51, before the end
          3300000000000000 | 0000000000000001 | 0000000000000000 | ends at offset
          """)
  void refusesPartsThatOverlap(String offset, String size, String index, String message)
      throws IOException {
    var header = CarLayout.PRAGMA.hex() + "00".repeat(16) + offset + size + index;
    var data = "19a265726f6f747381d82a4500015500006776657273696f6e01";
    var file = folder.resolve("broken.car");
    Files.write(file, Bytes.fromHex(header + data).toArray());

    assertThatThrownBy(() -> CarFile.open(file))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesDataThatIsCutOffOrTornByItsEnd() throws IOException {
    var whole = Files.readAllBytes(write(CarIndex.Format.INDEX_SORTED, List.of(hello)));
    int end = (int) CarLayout.read(Bytes.of(whole).slice(11, 51)).dataEnd();

    assertThatThrownBy(() -> drain(Arrays.copyOf(whole, end - 42)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("cut off 42 bytes before the end of its data");
    whole[11 + 24]--;
    assertThatThrownBy(() -> drain(whole))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("section reaches beyond the data, which ends at " + (end - 1));
  }

  @Test
  void takesPaddingForTheEndOnlyWhenAsked() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new CarWriter(out, List.of(hello.cid()))) {
      writer.write(hello);
    }
    out.write(new byte[8]);
    var padded = CarReader.Options.STRICT.orPadded();

    assertThatThrownBy(() -> drain(out.toByteArray())).hasMessageContaining("section of no bytes");
    try (var reader = new CarReader(new ByteArrayInputStream(out.toByteArray()), padded)) {
      assertThat(reader.copyTo(_ -> {})).isEqualTo(1);
    }
  }

  @Test
  void readsThePublishedArchivesOfVersion2() throws IOException {
    var found = TestData.find("ipld/car");
    assumeTrue(found.isPresent(), TestData.ABSENT);
    var published = found.orElseThrow();

    for (var name : List.of("carv2-basic", "sample-rw-bs-v2", "sample-unixfs-v2")) {
      try (var archive = CarFile.open(published.resolve(name + ".car"))) {
        assertThat(archive.version()).as(name).isEqualTo(2);
        assertThat(archive.check(CarReader.Options.STRICT)).as(name).isPositive();
        assertThat(archive.roots()).allSatisfy(archive::require);
      }
      Conformance.of("ipld/car/" + name).passed(1).record();
    }
  }

  @Test
  void readsAndRewritesThePublishedIndexesToTheSameBytes() throws IOException {
    var zip = TestData.find("ipld/car/sample-v1-v2.zip");
    assumeTrue(zip.isPresent(), TestData.ABSENT);

    try (var files = FileSystems.newFileSystem(zip.orElseThrow())) {
      for (var name : List.of("sample-index", "sample-multihash-index-sorted")) {
        var bytes = Files.readAllBytes(files.getPath(name + ".carindex"));
        var index = CarIndex.read(Bytes.of(bytes)).orElseThrow();
        var again = new ByteArrayOutputStream();
        index.writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(bytes);
      }
      var blocks = new ArrayList<Block>();
      for (var name : List.of("sample-v1", "sample-v2-indexless", "sample-wrapped-v2")) {
        var copy = folder.resolve(name + ".car");
        Files.copy(files.getPath(name + ".car"), copy);
        try (var archive = CarFile.open(copy);
            var reader = new CarReader(Files.newInputStream(copy))) {
          var here = new ArrayList<Block>();
          reader.copyTo(here::add);
          assertThat(archive.check(CarReader.Options.STRICT)).isEqualTo(1049);
          blocks.addAll(here);
          assertThat(here).isEqualTo(blocks.subList(0, 1049));
        }
      }
      var written = write(CarIndex.Format.MULTIHASH_INDEX_SORTED, blocks.subList(0, 1049));
      try (var archive = CarFile.open(written)) {
        assertThat(archive.index().size()).isEqualTo(1043);
      }
      Conformance.of("ipld/car/sample-v1-v2.zip").passed(5).record();
    }
  }

  private List<Block> manyBlocks() {
    var random = new SplittableRandom(7);
    var blocks = new ArrayList<>(List.of(hello, inline));
    var functions = List.of(HashFunction.values());
    for (int i = 0; i < 300; i++) {
      var bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      var hash = functions.get(random.nextInt(functions.size()));
      var content = Bytes.owned(bytes);
      blocks.add(new Block(Cid.of(Codec.RAW, hash, content), content));
    }
    return blocks;
  }

  private Path write(CarIndex.Format format, List<Block> blocks) throws IOException {
    var file = folder.resolve("archive.car");
    try (var writer = new CarFileWriter(file, List.of(hello.cid()), format)) {
      for (var block : blocks) {
        writer.write(block);
      }
      writer.finish();
    }
    return file;
  }

  private static void drain(byte[] archive) throws IOException {
    try (var reader = new CarReader(new ByteArrayInputStream(archive))) {
      reader.copyTo(_ -> {});
    }
  }

  @Test
  void readsPastWhatLiesBetweenHeaderAndData() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new CarWriter(out, List.of(hello.cid()))) {
      writer.write(hello);
    }
    var data = Bytes.owned(out.toByteArray());
    var gap = Bytes.owned(new byte[40_000]);
    var layout = new CarLayout(false, CarLayout.FIRST_DATA + gap.size(), data.size(), 0);
    var whole = layout.encode().concat(gap).concat(data).concat(Bytes.utf8("and more"));
    var file = Files.write(folder.resolve("gap.car"), whole.toArray());

    try (var reader = new CarReader(Files.newInputStream(file));
        var archive = CarFile.open(file)) {
      assertThat(reader.next()).contains(hello);
      assertThat(reader.next()).isEmpty();
      assertThat(archive.find(hello.cid())).contains(hello.bytes());
      assertThat(archive.isIndexed()).isFalse();
      assertThat(archive.version()).isEqualTo(2);
    }
  }

  @Test
  void saysWhetherItsIndexKnowsAllBlocks() throws IOException {
    for (var format : CarIndex.Format.values()) {
      var all = Bytes.of(Files.readAllBytes(write(format, List.of(hello))));
      var some = Bytes.of(Files.readAllBytes(write(format, List.of(hello, inline))));

      assertThat(CarLayout.read(all.slice(11, 51)).complete()).isTrue();
      assertThat(CarLayout.read(some.slice(11, 51)).complete())
          .isEqualTo(format == CarIndex.Format.INDEX_SORTED);
      try (var archive = CarFile.open(folder.resolve("archive.car"))) {
        assertThat(archive.index().format()).isEqualTo(format);
        assertThat(archive.require(inline.cid())).isEqualTo(inline.bytes());
      }
    }
    assertThat(CarIndex.Format.INDEX_SORTED.code()).isEqualTo(0x0400);
    assertThat(CarIndex.Format.MULTIHASH_INDEX_SORTED.code()).isEqualTo(0x0401);
  }

  @Test
  void tellsDigestsOfDifferentFunctionsApart() throws IOException {
    var sha2 = hello.cid().digest();
    // A CID that claims the same digest for another function.
    var other = Cid.of(Bytes.fromHex("01551620").concat(sha2));
    var file = write(CarIndex.Format.INDEX_SORTED, List.of(hello));

    try (var archive = CarFile.open(file)) {
      assertThat(archive.find(other)).isEmpty();
    }
  }

  @Test
  void refusesASectionThatIsNone() throws IOException {
    var bytes = Files.readAllBytes(write(CarIndex.Format.INDEX_SORTED, List.of(hello)));
    var layout = CarLayout.read(Bytes.of(bytes).slice(11, 51));
    int section = (int) layout.dataEnd() - 1 - 36 - hello.bytes().size();

    assertThatThrownBy(() -> findAfter(bytes, section, 0)).hasMessageContaining("section of 0");
    assertThatThrownBy(() -> findAfter(bytes, section, 100))
        .hasMessageContaining("reaches beyond the data");
  }

  private void findAfter(byte[] archive, int at, int value) throws IOException {
    var changed = archive.clone();
    changed[at] = (byte) value;
    var file = Files.write(folder.resolve("changed.car"), changed);
    try (var open = CarFile.open(file)) {
      open.find(hello.cid());
    }
  }
}
