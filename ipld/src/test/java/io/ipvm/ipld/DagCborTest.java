package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DagCborTest {
  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "18ff, 255",
    "190100, 256",
    "19ffff, 65535",
    "1a00010000, 65536",
    "1affffffff, 4294967295",
    "1b0000000100000000, 4294967296",
    "1b7fffffffffffffff, 9223372036854775807",
    "1b8000000000000000, 9223372036854775808",
    "1bffffffffffffffff, 18446744073709551615",
    "20, -1",
    "37, -24",
    "3818, -25",
    "3b7fffffffffffffff, -9223372036854775808",
    "3b8000000000000000, -9223372036854775809",
    "3bffffffffffffffff, -18446744073709551616",
  })
  void everyIntegerHasOneForm(String hex, BigInteger value) {
    assertThat(DagCbor.decode(Bytes.fromHex(hex))).isEqualTo(Node.of(value));
    assertThat(DagCbor.encode(Node.of(value)).hex()).isEqualTo(hex);
  }

  @Test
  void writesMapsWithShorterKeysFirst() {
    var map = MapNode.builder().put("aa", 1).put("b", 2).put("", 3).build();

    assertThat(DagCbor.encode(map).hex())
        .isEqualTo("a3" + "60" + "03" + "6162" + "02" + "626161" + "01");
  }

  @Test
  void keepsNegativeZeroAndIntegralFloatsAsTheyAre() {
    for (var hex : new String[] {"fb8000000000000000", "fb3ff0000000000000"}) {
      assertThat(DagCbor.encode(DagCbor.decode(Bytes.fromHex(hex))).hex()).isEqualTo(hex);
    }
    assertThat(DagCbor.decode(Bytes.fromHex("fb3ff0000000000000"))).isNotEqualTo(Node.of(1));
  }

  /// The reject list of the format, one line each; the second column is part of the message.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | cut off at offset 0
          0000                                  | 1 bytes after the value at offset 1
          1c                                    | reserved additional information 28 at offset 0
          1d                                    | reserved additional information 29 at offset 0
          1e                                    | reserved additional information 30 at offset 0
          18                                    | cut off at offset 1
          1b00000001000000                      | cut off at offset 8
          6261                                  | 2 bytes announced, 1 are left at offset 0
          8201                                  | 2 items announced, 1 bytes are left for them at offset 0
          a16161                                | cut off at offset 3
          1817                                  | 23 is not in its shortest form at offset 0
          1900ff                                | 255 is not in its shortest form at offset 0
          1a0000ffff                            | 65535 is not in its shortest form at offset 0
          1b00000000ffffffff                    | 4294967295 is not in its shortest form at offset 0
          3817                                  | 23 is not in its shortest form at offset 0
          780161                                | 1 is not in its shortest form at offset 0
          580161                                | 1 is not in its shortest form at offset 0
          980100                                | 1 is not in its shortest form at offset 0
          b801616100                            | 1 is not in its shortest form at offset 0
          a178016100                            | 1 is not in its shortest form at offset 1
          d9002a450001550000                    | 42 is not in its shortest form at offset 0
          5f4100ff                              | indefinite length at offset 0
          7f6161ff                              | indefinite length at offset 0
          9f00ff                                | indefinite length at offset 0
          bf616100ff                            | indefinite length at offset 0
          1f                                    | indefinite length at offset 0
          ff                                    | break without indefinite length at offset 0
          8200ff                                | break without indefinite length at offset 2
          a10000                                | map key is not text at offset 1
          a1f600                                | map key is not text at offset 1
          a1416100                              | map key is not text at offset 1
          a2616100616101                        | duplicate key "a" at offset 4
          a2616200616101                        | key "a" after "b" (shorter keys come first, then bytewise) at offset 4
          a262616100616201                      | key "b" after "aa" (shorter keys come first, then bytewise) at offset 5
          c074323032302d30312d30315430303a30303a30305a | tag 0, the only one is 42 at offset 0
          c100                                  | tag 1, the only one is 42 at offset 0
          c24101                                | tag 2, the only one is 42 at offset 0
          c34101                                | tag 3, the only one is 42 at offset 0
          d8184100                              | tag 24, the only one is 42 at offset 0
          d8206161                              | tag 32, the only one is 42 at offset 0
          d9d9f700                              | tag 55799, the only one is 42 at offset 0
          d82ad82a450001550000                  | tag 42 is not around a byte string at offset 2
          d82a6161                              | tag 42 is not around a byte string at offset 2
          d82a00                                | tag 42 is not around a byte string at offset 2
          d82a                                  | cut off at offset 2
          d82a40                                | CID does not start with the byte 00 at offset 2
          d82a4401550000                        | CID does not start with the byte 00 at offset 2
          d82a4100                              | varint is cut off after 0 bytes at offset 2
          d82a450001550001                      | CID has a digest of 1 bytes, but 0 are left at offset 2
          d82a46000155000000                    | CID has 1 bytes too many at offset 2
          d82a460081005500 00                   | varint of 2 bytes is not minimal at offset 2
          d82a450002550000                      | CID version 2 is not known at offset 2
          d82a450003550000                      | CID version 3 is not known at offset 2
          f90000                                | float is not 64 bits wide at offset 0
          fa47c35000                            | float is not 64 bits wide at offset 0
          f97e00                                | float is not 64 bits wide at offset 0
          fa7f800000                            | float is not 64 bits wide at offset 0
          fb7ff8000000000000                    | float NaN at offset 0
          fb7ff0000000000000                    | float Infinity at offset 0
          fbfff0000000000000                    | float -Infinity at offset 0
          fb7ff0                                | cut off at offset 3
          f7                                    | undefined at offset 0
          e0                                    | simple value or reserved byte e0 at offset 0
          f3                                    | simple value or reserved byte f3 at offset 0
          f8ff                                  | simple value or reserved byte f8 at offset 0
          fc                                    | simple value or reserved byte fc at offset 0
          61ff                                  | text is not UTF-8 at offset 0
          63eda080                              | text is not UTF-8 at offset 0
          62c080                                | text is not UTF-8 at offset 0
          64f4908080                            | text is not UTF-8 at offset 0
          63e28220                              | text is not UTF-8 at offset 0
          62e282                                | text is not UTF-8 at offset 0
          a161ff00                              | map key is not UTF-8 at offset 1
          """)
  void refusesWhatIsNotTheOneForm(String hex, String message) {
    var bytes = Bytes.fromHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> DagCbor.decode(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesOffsetsWithinASlice() {
    var slice = Bytes.fromHex("00008200ff00").slice(2, 5);

    assertThatThrownBy(() -> DagCbor.decode(slice)).hasMessageEndingWith("at offset 2");
  }

  @Test
  void aLengthNeverAllocatesMoreThanTheInputHolds() {
    // Each of these announces 2^31 or more bytes or items; none may come near to allocating them.
    for (var head : new String[] {"5a80000000", "7a80000000", "9a80000000", "ba80000000"}) {
      var bytes = Bytes.fromHex(head + "00".repeat(100));
      assertThatThrownBy(() -> DagCbor.decode(bytes)).hasMessageContaining("announced");
    }
    for (var head : new String[] {"5b", "7b", "9b", "bb"}) {
      var bytes = Bytes.fromHex(head + "ffffffffffffffff");
      assertThatThrownBy(() -> DagCbor.decode(bytes)).hasMessageContaining("announced");
    }
  }

  @Test
  void nestedListsCannotAnnounceTheSameBytesTwice() {
    // Three bytes are left for the inner list, but the outer one needs one of them.
    assertThatThrownBy(() -> DagCbor.decode(Bytes.fromHex("82" + "83" + "000000")))
        .hasMessageContaining("3 items announced, 2 bytes are left for them at offset 1");
  }

  @Test
  void readsAndWritesNestingUpToTheLimit() {
    var deepest = nested(DagCbor.MAX_DEPTH);

    assertThat(DagCbor.decode(DagCbor.encode(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> DagCbor.encode(nested(DagCbor.MAX_DEPTH + 1)))
        .hasMessageContaining("deeper than 128");
    assertThatThrownBy(
            () -> DagCbor.decode(Bytes.fromHex("81".repeat(DagCbor.MAX_DEPTH + 1) + "00")))
        .hasMessageContaining("deeper than 128 at offset 128");
  }

  private static Node nested(int depth) {
    var value = Node.of(0);
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? Node.list(value) : MapNode.of("a", value);
    }
    return value;
  }

  @Test
  void readsAsManyItemsAsTheLimitSaysAndNoMore() {
    var list = new byte[5 + DagCbor.MAX_ITEMS + 1];
    list[0] = (byte) 0x9a;
    list[2] = 0x40;

    assertThat(DagCbor.decode(Bytes.owned(list).slice(0, list.length - 1)))
        .isInstanceOf(Node.ListNode.class);
    list[4] = 1;
    assertThatThrownBy(() -> DagCbor.decode(Bytes.owned(list)))
        .hasMessageContaining("more than 4194304 items");
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    var head = Bytes.fromHex("5a" + "03fffffb");
    var whole = new byte[DagCbor.MAX_SIZE + 1];
    head.copyTo(whole, 0);

    assertThat(DagCbor.decode(Bytes.owned(whole).slice(0, DagCbor.MAX_SIZE))).isNotNull();
    assertThatThrownBy(() -> DagCbor.decode(Bytes.owned(whole)))
        .hasMessageContaining("limit 67108864");
    assertThatThrownBy(() -> DagCbor.encode(Node.of(Bytes.owned(whole))))
        .hasMessageContaining("67108864");
  }

  @Test
  void refusesToWriteAStringWithAnUnpairedSurrogate() {
    for (var text : new String[] {"\ud800", "a\udc00b", "\udc00\ud800"}) {
      assertThatThrownBy(() -> DagCbor.encode(Node.of(text)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("unpaired surrogate");
      assertThatThrownBy(() -> DagCbor.encode(MapNode.of(text, Node.NULL)))
          .hasMessageContaining("unpaired surrogate");
    }
  }

  @Test
  void writesLargeValuesInOnePieceWithSmallOnesAround() {
    var large = Node.of(Bytes.owned(new byte[300_000]));
    var text = Node.of("é" + "x".repeat(100_000));
    var list =
        Node.list(Node.of(1), large, text, large, Node.of("end"), Node.of("y".repeat(70_000)));

    assertThat(DagCbor.decode(DagCbor.encode(list))).isEqualTo(list);
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameValue() {
    Property.check(
        1000,
        seed -> {
          var value = RandomNodes.seeded(seed).next();

          assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
        });
  }

  @Test
  void whatIsAcceptedIsWrittenToTheSameBytes() {
    Property.check(
        20_000,
        seed -> {
          var random = RandomNodes.seeded(seed);
          var bytes = DagCbor.encode(random.next()).toArray();
          bytes[random.below(bytes.length)] = (byte) random.below(256);
          var damaged = Bytes.owned(bytes);

          Node value;
          try {
            value = DagCbor.decode(damaged);
          } catch (MalformedException refused) {
            assertThat(refused).hasMessageContaining("at offset ");
            return;
          }
          assertThat(DagCbor.encode(value)).isEqualTo(damaged);
        });
  }

  @Test
  void everyPrefixOfAValueIsRefused() {
    Property.check(
        200,
        seed -> {
          var bytes = DagCbor.encode(RandomNodes.seeded(seed).next());

          for (int size = 0; size < bytes.size(); size++) {
            var prefix = bytes.slice(0, size);
            assertThatThrownBy(() -> DagCbor.decode(prefix)).isInstanceOf(MalformedException.class);
          }
        });
  }

  @Test
  void siblingsDoNotNest() {
    var empty = Node.list(Collections.nCopies(1000, Node.list()));
    var lists = Node.list(Collections.nCopies(1000, Node.list(Node.of(1))));
    var maps = Node.list(Collections.nCopies(1000, MapNode.of("a", MapNode.of("b", Node.of(1)))));

    for (var value : List.of(empty, lists, maps)) {
      var bytes = DagCbor.encode(value);
      assertThat(DagCbor.decode(bytes)).isEqualTo(value);
      var reader = new DagCborReader(bytes);
      assertThat(reader.skip()).isEqualTo(bytes);
      reader.end();
    }
  }

  @Test
  void readsTheSameInTheMiddleOfAnArray() {
    var bytes = DagCbor.encode(MapNode.builder().put("a", "x").put("b", Node.list()).build());
    var within = Bytes.fromHex("ffff").concat(bytes).concat(Bytes.fromHex("ff"));

    var value = DagCbor.decode(within.slice(2, within.size() - 1));

    assertThat(DagCbor.encode(value)).isEqualTo(bytes);
    assertThatThrownBy(() -> DagCbor.decode(within.slice(2)))
        .hasMessageContaining("1 bytes after the value at offset " + bytes.size());
  }
}
