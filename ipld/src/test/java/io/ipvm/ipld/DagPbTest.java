package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DagPbTest {
  /// A link to the identity block `00 01 02 03 04`.
  private static final String HASH = "0a0901550005" + "0001020304";

  @ParameterizedTest
  @CsvSource({
    "'', '{\"Links\":[]}'",
    "0a00, '{\"Data\":{\"/\":{\"bytes\":\"\"}},\"Links\":[]}'",
    "120b0a09015500050001020304, '{\"Links\":[{\"Hash\":{\"/\":\"bafkqabiaaebagba\"}}]}'",
    "120d0a090155000500010203041200,"
        + " '{\"Links\":[{\"Hash\":{\"/\":\"bafkqabiaaebagba\"},\"Name\":\"\"}]}'",
    "12100a09015500050001020304120161186f0a0101,"
        + " '{\"Data\":{\"/\":{\"bytes\":\"AQ\"}},"
        + "\"Links\":[{\"Hash\":{\"/\":\"bafkqabiaaebagba\"},\"Name\":\"a\",\"Tsize\":111}]}'",
  })
  void readsAndWritesTheForm(String hex, String json) {
    assertThat(DagJson.encode(DagPb.decode(Bytes.fromHex(hex)))).isEqualTo(json);
    assertThat(DagPb.encode(DagJson.decode(json)).hex()).isEqualTo(hex);
  }

  @Test
  void writesLinksByNameAndReadsThemAsTheyAre() {
    var link = MapNode.of("Hash", Node.of(Cid.identity(Codec.RAW, Bytes.EMPTY)));
    var unsorted =
        MapNode.of(
            "Links", Node.list(link.with("Name", Node.of("b")), link.with("Name", Node.of("a"))));

    var links = Fields.of(DagPb.decode(DagPb.encode(unsorted)), "node").requireList("Links");

    assertThat(links.stream().map(node -> Fields.of(node, "link").requireString("Name")))
        .containsExactly("a", "b");
  }

  @Test
  void readsOldBlocksWithTheDataFirst() {
    var node = DagPb.decode(Bytes.fromHex("0a0101" + "120b" + HASH));

    assertThat(DagPb.encode(node).hex()).isEqualTo("120b" + HASH + "0a0101");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0a, varint is cut off",
    "0a01, 1 bytes wanted at offset 2",
    "0a000a00, unknown or repeated field 1",
    "1a00, unknown or repeated field 3",
    "0801, unknown integer field 1",
    "0d00000000, field 1 has wire type 5 at offset 0",
    "1200, link without a hash",
    "1202" + "1200, link without a hash",
    "12021800, link without a hash",
    "12020800, unknown integer field 1",
    "12020a00, varint is cut off after 0 bytes",
    "120d" + "1200" + HASH + ", link has field 1 after field 2",
    "1216" + HASH + HASH + ", link has field 1 after field 1",
    "120e" + HASH + "1201ff, name that is not UTF-8",
    "120d" + HASH + "2200, unknown field 4",
    "120b" + HASH + "0a00" + "120b" + HASH + ", unknown or repeated field 2",
  })
  void refusesEveryOtherForm(String hex, String message) {
    assertThatThrownBy(() -> DagPb.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'{}', lacks the key \"Links\"",
    "'{\"Links\":[],\"More\":1}', unknown key \"More\"",
    "'{\"Links\":[{}]}', lacks the key \"Hash\"",
    "'{\"Links\":[{\"Hash\":{\"/\":\"bafkqaaa\"},\"Tsize\":-1}]}', negative size -1",
    "'{\"Links\":[{\"Hash\":{\"/\":\"bafkqaaa\"},\"Name\":1}]}', not string",
  })
  void refusesToWriteValuesOfAnotherShape(String json, String message) {
    assertThatThrownBy(() -> DagPb.encode(DagJson.decode(json)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }
}
