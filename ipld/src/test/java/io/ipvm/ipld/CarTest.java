package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CarTest {
  /// `{"roots": [bafkqaaa], "version": 1}`, where bafkqaaa is the empty identity block.
  private static final String HEADER = "19a265726f6f747381d82a4500015500006776657273696f6e01";

  private final Block hello = Block.of(Codec.RAW, Bytes.utf8("hello"));
  private final Block large =
      Block.of(Codec.RAW, Bytes.owned(new byte[CarReader.MAX_SECTION - 36]));

  @Test
  void readsBackWhatItWrote() throws IOException {
    var small = Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.of(1)));
    var inline = new Block(Cid.identity(Codec.RAW, Bytes.utf8("x")), Bytes.utf8("x"));
    var blocks = List.of(hello, small, large, inline, hello);

    var archive = archive(List.of(small.cid(), hello.cid()), blocks);

    try (var reader = new CarReader(archive)) {
      assertThat(reader.roots()).containsExactly(small.cid(), hello.cid());
      assertThat(all(reader)).isEqualTo(blocks);
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void readsAnArchiveThatArrivesByteByByte() throws IOException {
    var blocks = List.of(hello, Block.of(Codec.RAW, Bytes.owned(new byte[70_000])), hello);
    var whole = archive(List.of(hello.cid()), blocks);
    var drops =
        new FilterInputStream(whole) {
          @Override
          public int read(byte[] target, int offset, int size) throws IOException {
            return super.read(target, offset, Math.min(size, 1));
          }
        };

    try (var reader = new CarReader(drops)) {
      assertThat(all(reader)).isEqualTo(blocks);
    }
  }

  @Test
  void refusesABlockThatIsNotWhatItsCidNames() throws IOException {
    var wrong = new Block(hello.cid(), Bytes.utf8("hellO"));

    try (var reader = new CarReader(archive(List.of(hello.cid()), List.of(wrong)))) {
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
          .hasMessageContaining(hello.cid().toString());
    }
    var unverified = CarReader.Options.STRICT.unverified();
    try (var reader = new CarReader(archive(List.of(hello.cid()), List.of(wrong)), unverified)) {
      assertThat(reader.next()).contains(wrong);
    }
  }

  @Test
  void refusesToWriteWhatReadersRefuse() throws IOException {
    var tooLarge = Block.of(Codec.RAW, Bytes.owned(new byte[CarReader.MAX_SECTION - 35]));

    assertThatThrownBy(() -> archive(List.of(hello.cid()), List.of(tooLarge)))
        .hasMessageContaining("has 4194305 bytes, limit 4194304");
    assertThatThrownBy(() -> archive(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesAnArchiveWithoutRootsOnlyWhenAsked() throws IOException {
    var bytes = Bytes.fromHex("11a265726f6f7473806776657273696f6e01").toArray();

    assertThatThrownBy(() -> new CarReader(new ByteArrayInputStream(bytes)))
        .hasMessageContaining("header without roots");
    try (var reader =
        new CarReader(new ByteArrayInputStream(bytes), CarReader.Options.STRICT.orRootless())) {
      assertThat(reader.roots()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void readsNoMoreThanTheArchiveMayHave() throws IOException {
    var whole = archive(List.of(hello.cid()), List.of(hello, hello)).readAllBytes();

    var enough = CarReader.Options.STRICT.atMost(whole.length);
    try (var reader = new CarReader(new ByteArrayInputStream(whole), enough)) {
      assertThat(all(reader)).hasSize(2);
    }
    var tooLittle = CarReader.Options.STRICT.atMost(whole.length - 1);
    try (var reader = new CarReader(new ByteArrayInputStream(whole), tooLittle)) {
      assertThat(reader.next()).isPresent();
      assertThatThrownBy(reader::next).hasMessageContaining("larger than the limit");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | no header at offset 0
          00                                    | CAR: DAG-CBOR: the value is cut off
          80                                    | header length: varint is cut off after 1 bytes at offset 0
          8100                                  | varint of 2 bytes is not minimal at offset 0
          81808040                              | header of 134217729 bytes, limit 1048576 at offset 0
          ffffffffffffffffff01                  | varint has more than 9 bytes at offset 0
          19a265726f6f747381d82a                | cut off after 10 of 25 bytes at offset 11
          0aa16776657273696f6e03                | version 3, those read here are 1 and 2
          0aa16776657273696f6e02                | cut off after 0 of 40 bytes at offset 11
          0aa16776657273696f6e01                | lacks the key "roots"
          07a165726f6f747380                    | cut off
          a0                                    | cut off
          01a0                                  | lacks the key "version"
          0180                                  | is of kind list, not map
          """)
  void refusesBrokenHeaders(String hex, String message) {
    assertThatThrownBy(() -> new CarReader(in(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00                                    | section of no bytes at offset 26
          81                                    | section length: varint is cut off after 1 bytes at offset 26
          81808002                              | section of 4194305 bytes, limit 4194304 at offset 26
          05015500                              | cut off after 3 of 5 bytes at offset 30
          0101                                  | section with a broken CID
          0402550000                            | section with a broken CID
          040155000101                          | section with a broken CID
          """)
  void refusesBrokenSections(String hex, String message) throws IOException {
    try (var reader = new CarReader(in(HEADER + hex))) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void saysWhenAHashFunctionIsNotKnown() throws IOException {
    // murmur3 (22) of 32 bytes
    try (var reader = new CarReader(in(HEADER + "24" + "01552220" + "00".repeat(32)))) {
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  @Test
  void readsThePublishedArchiveAsItsDescriptionSays() throws IOException {
    var folder = TestData.find("ipld/car");
    assumeTrue(folder.isPresent(), TestData.ABSENT);
    var file = folder.orElseThrow().resolve("carv1-basic.car");
    var description =
        DagJson.decode(Bytes.owned(Files.readAllBytes(file.resolveSibling("carv1-basic.json"))));
    var bytes = Files.readAllBytes(file);

    var fields = Fields.of(description, "description");
    try (var reader = new CarReader(new ByteArrayInputStream(bytes))) {
      assertThat(reader.roots()).isEqualTo(fields.requireFields("header").requireLinks("roots"));
      for (var section : fields.requireList("blocks")) {
        var expected = Fields.of(section, "section");
        var block = reader.next().orElseThrow();
        assertThat(block.cid()).isEqualTo(expected.requireLink("cid"));
        assertThat(block.bytes().size()).isEqualTo((int) expected.requireLong("blockLength"));
        assertThat(Codec.decode(block.cid().codec(), block.bytes()))
            .isEqualTo(expected.require("content"));
      }
      assertThat(reader.next()).isEmpty();
    }
    try (var reader = new CarReader(new ByteArrayInputStream(bytes))) {
      assertThat(archive(reader.roots(), all(reader)).readAllBytes()).isEqualTo(bytes);
    }
    Conformance.of("ipld/car/carv1-basic").passed(fields.requireList("blocks").size()).record();
  }

  @Test
  void readsAndRewritesTheLargeSampleToTheSameBytes() throws IOException {
    var zip = TestData.find("ipld/car/sample-v1-v2.zip");
    assumeTrue(zip.isPresent(), TestData.ABSENT);

    try (var files = FileSystems.newFileSystem(zip.orElseThrow())) {
      var bytes = Files.readAllBytes(files.getPath("sample-v1.car"));
      try (var reader = new CarReader(new ByteArrayInputStream(bytes))) {
        var blocks = all(reader);
        assertThat(blocks).hasSize(1049);
        assertThat(archive(reader.roots(), blocks).readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  private static List<Block> all(CarReader reader) throws IOException {
    var blocks = new ArrayList<Block>();
    reader.copyTo(blocks::add);
    return blocks;
  }

  private static InputStream archive(List<Cid> roots, List<Block> blocks) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new CarWriter(out, roots)) {
      for (var block : blocks) {
        writer.write(block);
      }
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static InputStream in(String hex) {
    return new ByteArrayInputStream(Bytes.fromHex(hex).toArray());
  }
}
