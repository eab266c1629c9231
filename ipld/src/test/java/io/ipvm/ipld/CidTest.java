package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.Property;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CidTest {
  private static final String EMPTY_RAW =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  private static final String EMPTY_V0 = "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n";

  @Test
  void namesABlockByCodecAndHash() {
    var cid = Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.EMPTY);

    assertThat(cid).hasToString(EMPTY_RAW);
    assertThat(cid.version()).isEqualTo(1);
    assertThat(cid.codec()).isEqualTo(Codec.RAW);
    assertThat(cid.multihashCode()).isEqualTo(0x12);
    assertThat(cid.digest()).isEqualTo(HashFunction.SHA2_256.digest(Bytes.EMPTY));
    assertThat(cid.bytes().hex()).startsWith("01551220e3b0");
    assertThat(cid.multihash().hex()).startsWith("1220e3b0");
  }

  @Test
  void versionZeroIsDagPbAndSha256() {
    var cid = Cid.parse(EMPTY_V0);

    assertThat(cid).hasToString(EMPTY_V0);
    assertThat(cid.version()).isZero();
    assertThat(cid.codec()).isEqualTo(Codec.DAG_PB);
    assertThat(cid.multihashCode()).isEqualTo(0x12);
    assertThat(cid.digest()).isEqualTo(HashFunction.SHA2_256.digest(Bytes.EMPTY));
    assertThat(cid.multihash()).isEqualTo(cid.bytes());
    assertThat(cid.toString(Multibase.BASE32)).isEqualTo(EMPTY_V0);
    assertThat(cid.names(Bytes.EMPTY)).isTrue();
  }

  @Test
  void equalsByBytesWhateverTheTextWas() {
    var cid = Cid.parse(EMPTY_RAW);

    for (var base : Multibase.values()) {
      assertThat(Cid.parse(cid.toString(base))).isEqualTo(cid).hasSameHashCodeAs(cid);
    }
    assertThat(Cid.parse(EMPTY_V0)).isNotEqualTo(cid);
    assertThat(Cid.parse(EMPTY_V0)).isGreaterThan(cid);
  }

  @ParameterizedTest
  @EnumSource
  void namesBlocksUnderEveryHashFunction(HashFunction hash) {
    var block = Bytes.utf8("block");
    var cid = Cid.of(Codec.DAG_CBOR, hash, block);

    assertThat(cid.names(block)).isTrue();
    assertThat(cid.names(Bytes.utf8("Block"))).isFalse();
    assertThat(cid.digest().size()).isEqualTo(hash.size());
  }

  @Test
  void anIdentityCidCarriesItsBlock() {
    var cid = Cid.identity(Codec.RAW, Bytes.utf8("hi"));

    assertThat(cid.bytes().hex()).isEqualTo("015500026869");
    assertThat(Cid.parse("bafkqaatine")).isEqualTo(cid);
    assertThat(cid.names(Bytes.utf8("hi"))).isTrue();
    assertThat(cid.names(Bytes.utf8("ho"))).isFalse();
  }

  @Test
  void aDigestMayBeCutButNotSoThatItProvesNothing() {
    var block = Bytes.utf8("block");
    var digest = HashFunction.SHA2_512.digest(block);
    var cut = Cid.of(Bytes.fromHex("01551314").concat(digest.slice(0, 20)));
    var stump = Cid.of(Bytes.fromHex("01551313").concat(digest.slice(0, 19)));
    var stretched = Cid.of(Bytes.fromHex("01551341").concat(digest).concat(Bytes.fromHex("00")));

    assertThat(cut.names(block)).isTrue();
    assertThat(stretched.names(block)).isFalse();
    assertThatThrownBy(() -> stump.names(block)).hasMessageContaining("digest of 19 bytes");
  }

  @Test
  void cannotCheckAHashItDoesNotKnow() {
    var murmur3 = Cid.of(Bytes.fromHex("01552220" + "00".repeat(32)));

    assertThatThrownBy(() -> murmur3.names(Bytes.EMPTY))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("hash 0x22");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', varint is cut off",
    "01, varint is cut off",
    "0155, varint is cut off",
    "015512, varint is cut off",
    "0155122000, digest of 32 bytes, but 1 are left",
    "01550001, digest of 1 bytes, but 0 are left",
    "0155000000, CID has 1 bytes too many",
    "00550000, CID version 0 is not known",
    "02550000, CID version 2 is not known",
    "03550000, CID version 3 is not known",
    "81005500, varint of 2 bytes is not minimal",
    "0155800000, varint of 2 bytes is not minimal",
    "01551200, sha2-256 digest of 0 bytes",
    "0155121400000000000000000000000000000000000000, sha2-256 digest of 20 bytes",
    "122000, CID of version 0 has 3 bytes",
    "0155ffffffffffffffffff0100, varint has more than 9 bytes",
    "015500ffffffffffffffff7f, digest of 9223372036854775807 bytes",
  })
  void refusesBrokenBytes(String hex, String message) {
    assertThatThrownBy(() -> Cid.of(Bytes.fromHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesBrokenText() {
    var v0 = Cid.parse(EMPTY_V0).bytes();

    assertThatThrownBy(() -> Cid.parse("")).hasMessageContaining("\"\" is no CID");
    assertThatThrownBy(() -> Cid.parse(EMPTY_V0.substring(1)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cid.parse(EMPTY_V0 + "1")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cid.parse(Multibase.BASE32.encode(v0)))
        .hasMessageContaining("version 0 takes no multibase prefix");
    assertThatThrownBy(() -> Cid.parse("b" + "a".repeat(500)))
        .hasMessageContaining("a...\" is no CID");
  }

  @Test
  void agreesWithThePublishedVectors() throws IOException {
    var vectors = Vectors.json("multiformats/cid.json");

    Vectors.each(vectors, "valid").forEach(CidTest::check);
    Vectors.each(vectors, "invalid")
        .map(vector -> vector.requireString("text"))
        .forEach(text ->
            assertThatThrownBy(() -> Cid.parse(text))
                .as(text)
                .isInstanceOf(MalformedException.class));
    Vectors.each(vectors, "invalidBytes")
        .map(vector -> Bytes.fromHex(vector.requireString("hex")))
        .forEach(bytes ->
            assertThatThrownBy(() -> Cid.of(bytes)).isInstanceOf(MalformedException.class));
    Vectors.each(vectors, "decodeFirst")
        .forEach(vector -> {
          var reader = new BytesReader(Bytes.fromHex(vector.requireString("hex")));
          assertThat(reader.cid()).isEqualTo(Cid.parse(vector.requireString("text")));
          assertThat(reader.rest().hex()).isEqualTo(vector.requireString("remainder"));
        });
    int cases = 0;
    for (var part : List.of("valid", "invalid", "invalidBytes", "decodeFirst", "sequence")) {
      cases += vectors.requireList(part).size();
    }
    Conformance.of("multiformats/cid.json").passed(cases).record();
  }

  private static void check(Fields vector) {
    var text = vector.requireString("text");
    var cid = Cid.parse(text);
    assertThat(cid.version()).as(text).isEqualTo((int) vector.requireLong("version"));
    assertThat(cid.codec()).isEqualTo(vector.requireLong("codec"));
    assertThat(cid.multihashCode()).isEqualTo(vector.requireLong("multihashCode"));
    assertThat(cid.digest().hex()).isEqualTo(vector.requireString("digest"));
    assertThat(cid.bytes().hex()).isEqualTo(vector.requireString("bytes"));
    var v1 = Cid.parse(vector.requireString("base32"));
    assertThat(v1.toString(Multibase.BASE58_BTC)).isEqualTo(vector.requireString("base58btc"));
    assertThat(v1.digest()).isEqualTo(cid.digest());
    assertThat(Cid.of(cid.bytes())).isEqualTo(cid);
  }

  @Test
  void readsCidsOneAfterTheOther() throws IOException {
    var sequence =
        Vectors.json("multiformats/cid.json").requireList("sequence").stream()
            .map(text -> Cid.parse(((Node.StringNode) text).value()))
            .toList();
    var joined = sequence.stream().map(Cid::bytes).reduce(Bytes.EMPTY, Bytes::concat);

    var reader = new BytesReader(joined);

    sequence.forEach(cid -> assertThat(reader.cid()).isEqualTo(cid));
    reader.end();
  }

  @Test
  void digestsAgreeWithThePublishedVectors() throws IOException {
    int passed = 0;
    int unknown = 0;
    for (var line : Vectors.lines("multiformats/multihash.csv")) {
      var cells = line.split(",", -1);
      var hash =
          switch (cells[0]) {
            case "sha2-256" -> HashFunction.SHA2_256;
            case "sha2-512" -> HashFunction.SHA2_512;
            case "sha3" -> HashFunction.SHA3_512;
            default -> null;
          };
      if (hash != null) {
        int kept = Integer.parseInt(cells[1]) / 8;
        var digest = hash.digest(Bytes.utf8(cells[2])).slice(0, kept);
        var multihash = Varint.encode(hash.code()).concat(Varint.encode(kept)).concat(digest);
        assertThat(multihash.hex()).as(line).isEqualTo(cells[3]);
        passed++;
      } else {
        unknown++;
      }
    }
    Conformance.of("multiformats/multihash.csv")
        .passed(passed)
        .skipped(unknown - 1, "sha1: names nothing safely")
        .record();
  }

  @Test
  void codesAgreeWithTheMulticodecTable() throws IOException {
    var table = Vectors.lines("multiformats/multicodec.csv");

    for (var hash : HashFunction.values()) {
      var name = hash.name().toLowerCase(Locale.ROOT).replace('_', '-');
      assertThat(table).anyMatch(row -> isRow(row, name, hash.code()));
    }
    assertThat(table).anyMatch(row -> isRow(row, "raw", Codec.RAW));
    assertThat(table).anyMatch(row -> isRow(row, "dag-pb", Codec.DAG_PB));
    assertThat(table).anyMatch(row -> isRow(row, "dag-cbor", Codec.DAG_CBOR));
    assertThat(table).anyMatch(row -> isRow(row, "libp2p-key", Codec.LIBP2P_KEY));
    assertThat(table).anyMatch(row -> isRow(row, "dag-json", Codec.DAG_JSON));
    Conformance.of("multiformats/multicodec.csv")
        .passed(HashFunction.values().length + 5)
        .skipped(table.size() - 1 - HashFunction.values().length - 5, "codes of other things")
        .record();
  }

  private static boolean isRow(String row, String name, long code) {
    var cells = row.split(",", -1);
    return cells[0].strip().equals(name) && Long.decode(cells[2].strip()) == code;
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameCid() {
    Property.check(seed -> {
      var cid = RandomNodes.seeded(seed).cid();

      assertThat(Cid.of(cid.bytes())).isEqualTo(cid);
      assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    });
  }
}
