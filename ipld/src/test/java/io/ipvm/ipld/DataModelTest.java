package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Values, maps and bytes.
final class DataModelTest {
  @Test
  void keysAreOrderedLikeTheirBytesShorterOnesFirst() {
    Property.check(
        2000,
        seed -> {
          var random = RandomNodes.seeded(seed);
          var left = random.text();
          var right = random.text();

          int bySize = Bytes.utf8(left).size() - Bytes.utf8(right).size();
          int expected = bySize != 0 ? bySize : Bytes.utf8(left).compareTo(Bytes.utf8(right));
          assertThat(Integer.signum(MapNode.ORDER.compare(left, right)))
              .isEqualTo(Integer.signum(expected));
        });
  }

  @Test
  void aMapFindsItsKeysWhateverTheOrderTheyCameIn() {
    Property.check(seed -> {
      var random = RandomNodes.seeded(seed);
      var builder = MapNode.builder();
      var expected = new HashMap<String, Node>();
      for (int i = random.below(30); i > 0; i--) {
        var key = random.text();
        builder.put(key, i);
        expected.put(key, Node.of(i));
      }
      var map = builder.build();

      assertThat(map).isEqualTo(MapNode.of(expected)).hasSameHashCodeAs(MapNode.of(expected));
      assertThat(map.keys()).isSortedAccordingTo(MapNode.ORDER).hasSameSizeAs(expected.keySet());
      expected.forEach((key, value) -> assertThat(map.find(key)).contains(value));
      assertThat(map.find("absent")).isEmpty();
      assertThat(map.entries()).containsExactlyInAnyOrderElementsOf(expected.entrySet());
    });
  }

  @Test
  void aMapIsChangedIntoANewOne() {
    var map = MapNode.builder().put("b", 1).put("a", true).build();

    assertThat(map.with("a", Node.NULL).with("c", Node.of("x")))
        .isEqualTo(MapNode.builder().put("a", Node.NULL).put("b", 1).put("c", "x").build());
    assertThat(map.without("b")).isEqualTo(MapNode.of("a", Node.TRUE));
    assertThat(map.without("z")).isSameAs(map);
    assertThat(map.has("b")).isTrue();
    assertThat(map).hasToString("{a: BoolNode[value=true], b: IntNode[value=1]}");
    assertThat(map.values()).containsExactly(Node.TRUE, Node.of(1));
    assertThat(MapNode.builder().build()).isSameAs(MapNode.EMPTY);
    assertThat(MapNode.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void aKeyPutTwiceKeepsTheLastValue() {
    assertThat(MapNode.builder().put("a", 1).put("b", 2).put("a", 3).build())
        .isEqualTo(MapNode.builder().put("a", 3).put("b", 2).build());
  }

  @Test
  void aMapCannotBeChangedThroughItsLists() {
    var map = MapNode.of("a", Node.NULL);

    assertThatThrownBy(() -> map.keys().set(0, "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.values().set(0, Node.TRUE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aListCannotBeChangedThroughTheListItWasMadeOf() {
    var items = new ArrayList<Node>(List.of(Node.NULL));
    var list = Node.list(items);

    items.clear();

    assertThat(list.items()).containsExactly(Node.NULL);
  }

  @Test
  void integersAreAsSmallAsTheyCanBe() {
    var beyond = BigInteger.ONE.shiftLeft(63);

    assertThat(Node.of(beyond)).isEqualTo(new Node.BigIntNode(beyond));
    assertThat(Node.of(beyond.subtract(BigInteger.ONE))).isEqualTo(Node.of(Long.MAX_VALUE));
    assertThatThrownBy(() -> new Node.BigIntNode(BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Node.of(BigInteger.ONE.shiftLeft(64)))
        .hasMessageContaining("outside -2^64 to 2^64-1");
    assertThat(Node.of(BigInteger.ONE.shiftLeft(64).negate())).isInstanceOf(Node.BigIntNode.class);
  }

  @Test
  void floatsAreFinite() {
    for (var value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
      assertThatThrownBy(() -> Node.of(value.doubleValue())).isInstanceOf(MalformedException.class);
    }
    assertThat(Node.of(-0.0)).isNotEqualTo(Node.of(0.0));
  }

  @Test
  void findsEveryLinkInOrder() {
    var a = Cid.identity(Codec.RAW, Bytes.utf8("a"));
    var b = Cid.identity(Codec.RAW, Bytes.utf8("b"));
    var value =
        Node.list(
            MapNode.builder().put("x", b).put("y", Node.list(Node.of(a), Node.TRUE)).build(),
            Node.of("text"),
            Node.of(b));

    assertThat(Node.links(value)).containsExactly(b, a, b);
  }

  @Test
  void bytesShareWhatTheyWereCutFromAndCompareByContent() {
    var bytes = Bytes.fromHex("00010203ff");

    assertThat(bytes.slice(1, 3))
        .isEqualTo(Bytes.of((byte) 1, (byte) 2))
        .hasSameHashCodeAs(Bytes.fromHex("0102"));
    assertThat(bytes.slice(4)).isGreaterThan(bytes.slice(3, 4));
    assertThat(bytes.slice(0, 2)).isLessThan(bytes);
    assertThat(bytes.at(4)).isEqualTo((byte) -1);
    assertThat(bytes.asBuffer().isReadOnly()).isTrue();
    assertThat(Bytes.of(ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(Bytes.fromHex("0102"));
    assertThat(Bytes.of()).isSameAs(Bytes.EMPTY);
    assertThat(bytes).hasToString("00010203ff");
    assertThat(Bytes.owned(new byte[33])).hasToString("00".repeat(32) + "... (33 bytes)");
    assertThatThrownBy(() -> bytes.slice(1, 3).at(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aBlockIsNamedByItsBytes() {
    var block = Block.of(Codec.RAW, Bytes.utf8("x"));

    assertThat(Block.verified(block.cid(), block.bytes())).isEqualTo(block);
    assertThatThrownBy(() -> Block.verified(block.cid(), Bytes.utf8("y")))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH));
  }

  @Test
  void codecsAreFoundByNumber() {
    var value = MapNode.of("a", Node.of(1));

    for (long codec : new long[] {Codec.DAG_CBOR, Codec.DAG_JSON}) {
      assertThat(Codec.decode(codec, Codec.encode(codec, value))).isEqualTo(value);
    }
    var raw = Node.of(Bytes.utf8("x"));
    assertThat(Codec.decode(Codec.RAW, Codec.encode(Codec.RAW, raw))).isEqualTo(raw);
    assertThatThrownBy(() -> Codec.encode(Codec.RAW, value))
        .hasMessageContaining("not a value of kind map");
    assertThatThrownBy(() -> Codec.decode(Codec.LIBP2P_KEY, Bytes.EMPTY))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessage("codec 0x72 is not known here");
    assertThatThrownBy(() -> Codec.encode(Codec.LIBP2P_KEY, value))
        .hasMessageContaining("codec 0x72");
  }

  @Test
  void aBlockHasTheValueOfItsCodec() {
    var value = MapNode.of("a", Node.of(1));
    var link = Node.of(Cid.identity(Codec.RAW, Bytes.EMPTY));
    var pb = MapNode.of("Links", Node.list(MapNode.of("Hash", link)));

    for (long codec : new long[] {Codec.DAG_CBOR, Codec.DAG_JSON}) {
      var block = Block.of(codec, Codec.encode(codec, value));
      assertThat(block.value()).isEqualTo(value).isEqualTo(Codec.decode(codec, block.bytes()));
    }
    var raw = Block.of(Codec.RAW, Bytes.utf8("x"));
    assertThat(raw.value()).isEqualTo(Node.of(Bytes.utf8("x")));
    assertThat(Codec.decode(Codec.RAW, raw.bytes())).isEqualTo(raw.value());
    assertThat(Codec.encode(Codec.RAW, raw.value())).isEqualTo(raw.bytes());
    assertThat(Block.of(0x1234, raw.bytes()).value()).isEqualTo(raw.value());
    assertThat(Block.of(Codec.DAG_PB, Codec.encode(Codec.DAG_PB, pb)).value()).isEqualTo(pb);
  }

  @Test
  void mapsDifferByTheirKeysAndValues() {
    var map = MapNode.of("a", Node.of(1));

    assertThat(map).isNotEqualTo(MapNode.of("b", Node.of(1)));
    assertThat(map).isNotEqualTo(MapNode.of("a", Node.of(2)));
    assertThat(map).isNotEqualTo(MapNode.EMPTY).doesNotHaveSameHashCodeAs(MapNode.EMPTY);
    assertThat(map).isNotEqualTo(Node.of(1));
    assertThat(map.isEmpty()).isFalse();
    assertThat(MapNode.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void linksAreFoundInOrderAndWithRepetitions() {
    var one = Cid.identity(Codec.RAW, Bytes.utf8("1"));
    var two = Cid.identity(Codec.RAW, Bytes.utf8("2"));
    var value =
        Node.list(
            Node.of(two),
            MapNode.builder().put("a", one).put("b", Node.list(Node.of(two))).build(),
            Node.NULL,
            Node.of("text"),
            Node.of(1.5));

    assertThat(Node.links(value)).containsExactly(two, one, two);
  }

  @Test
  void hashesOfBytesAndCidsTellThemApart() {
    assertThat(Bytes.utf8("ab")).hasSameHashCodeAs(Bytes.utf8("xab").slice(1));
    assertThat(Bytes.utf8("ab")).doesNotHaveSameHashCodeAs(Bytes.utf8("ac"));
    assertThat(Bytes.utf8("ab")).doesNotHaveSameHashCodeAs(Bytes.utf8("ba"));
    assertThat(Bytes.EMPTY.hashCode()).isEqualTo(1);
    var raw = Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.EMPTY);
    var cbor = Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, Bytes.EMPTY);
    assertThat(raw).doesNotHaveSameHashCodeAs(cbor);
  }
}
