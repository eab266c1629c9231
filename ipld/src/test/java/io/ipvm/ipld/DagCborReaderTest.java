package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Property;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DagCborReaderTest {
  @Test
  void readsARecordFieldByField() {
    var bytes =
        DagCbor.encode(
            MapNode.builder()
                .put("name", "ada")
                .put("tags", Node.list(Node.of(true), Node.NULL))
                .put("link", Cid.identity(Codec.RAW, Bytes.EMPTY))
                .put("size", Node.of(-3))
                .put("ignored", MapNode.of("deep", Node.list(Node.of(1), Node.of("x"))))
                .build());

    var reader = new DagCborReader(bytes);
    var seen = new ArrayList<String>();
    assertThat(reader.beginMap()).isEqualTo(5);
    while (reader.hasNext()) {
      var key = reader.readKey();
      seen.add(
          key
              + "="
              + switch (key) {
                case "name" -> reader.readString();
                case "size" -> reader.readLong();
                case "link" -> reader.readLink();
                case "tags" -> {
                  assertThat(reader.beginList()).isEqualTo(2);
                  boolean first = reader.readBoolean();
                  reader.readNull();
                  reader.endList();
                  yield first;
                }
                default -> DagCbor.decode(reader.skip());
              });
    }
    reader.endMap();
    reader.end();

    assertThat(seen)
        .containsExactly(
            "link=bafkqaaa",
            "name=ada",
            "size=-3",
            "tags=true",
            "ignored={deep: ListNode[items=[IntNode[value=1], StringNode[value=x]]]}");
  }

  @Test
  void seesWhatTheTreeDecoderSees() {
    Property.check(
        500,
        seed -> {
          var node = RandomNodes.seeded(seed).next();
          var reader = new DagCborReader(DagCbor.encode(node));

          var read = tree(reader);
          reader.end();

          assertThat(read).isEqualTo(node);
        });
  }

  @Test
  void skipsExactlyOneValue() {
    Property.check(
        500,
        seed -> {
          var node = RandomNodes.seeded(seed).next();
          var reader = new DagCborReader(DagCbor.encode(Node.list(node, Node.of(7))));

          reader.beginList();
          var skipped = reader.skip();

          assertThat(DagCbor.decode(skipped)).isEqualTo(node);
          assertThat(reader.readLong()).isEqualTo(7);
          reader.endList();
          reader.end();
        });
  }

  @Test
  void refusesWhatTheTreeDecoderRefusesInTheSameWords() {
    Property.check(
        3000,
        seed -> {
          var random = Property.random(seed);
          var bytes = damaged(DagCbor.encode(RandomNodes.seeded(seed).next()), random);

          var expected = refusal(bytes, it -> DagCbor.decode(it));

          assertThat(refusal(bytes, DagCborReaderTest::readAll)).isEqualTo(expected);
          assertThat(refusal(bytes, DagCborReaderTest::skipAll)).isEqualTo(expected);
        });
  }

  private static Bytes damaged(Bytes bytes, RandomGenerator random) {
    var copy = bytes.toArray();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return Bytes.owned(copy);
  }

  private static Optional<String> refusal(Bytes bytes, Consumer<Bytes> decoder) {
    try {
      decoder.accept(bytes);
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void readAll(Bytes bytes) {
    var reader = new DagCborReader(bytes);
    tree(reader);
    reader.end();
  }

  private static void skipAll(Bytes bytes) {
    var reader = new DagCborReader(bytes);
    reader.skip();
    reader.end();
  }

  private static Node tree(DagCborReader reader) {
    return switch (reader.peek()) {
      case INTEGER -> Node.of(reader.readInteger());
      case FLOAT -> Node.of(reader.readDouble());
      case BOOLEAN -> Node.of(reader.readBoolean());
      case STRING -> Node.of(reader.readString());
      case BYTES -> Node.of(reader.readBytes());
      case LINK -> Node.of(reader.readLink());
      case NULL -> {
        reader.readNull();
        yield Node.NULL;
      }
      case LIST -> {
        var items = new ArrayList<Node>();
        reader.beginList();
        while (reader.hasNext()) {
          items.add(tree(reader));
        }
        reader.endList();
        yield Node.list(items);
      }
      case MAP -> {
        var map = MapNode.builder();
        reader.beginMap();
        while (reader.hasNext()) {
          map.put(reader.readKey(), tree(reader));
        }
        reader.endMap();
        yield map.build();
      }
    };
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "LONG, 61, 'integer wanted, found a string at offset 0'",
    "LONG, 1bffffffffffffffff, integer of more than 64 bits at offset 0",
    "LONG, '', the value is cut off at offset 0",
    "LONG, 1801, 1 is not in its shortest form at offset 0",
    "INTEGER, f5, 'integer wanted, found the byte f5 at offset 0'",
    "INTEGER, '', 'integer wanted, found nothing at offset 0'",
    "DOUBLE, 01, 'float wanted, found an integer at offset 0'",
    "BOOLEAN, f6, 'boolean wanted, found the byte f6 at offset 0'",
    "NULL, 80, 'null wanted, found a list at offset 0'",
    "STRING, 41, 'string wanted, found a byte string at offset 0'",
    "BYTES, a0, 'byte string wanted, found a map at offset 0'",
    "LINK, 60, 'link wanted, found a string at offset 0'",
    "LINK, d82b, 'tag 43, the only one is 42 at offset 0'",
    "LIST, a0, 'list wanted, found a map at offset 0'",
    "MAP, d82a, 'map wanted, found a tag at offset 0'",
    "PEEK, ff, break without indefinite length at offset 0",
    "PEEK, '', the value is cut off at offset 0",
  })
  void refusesAnotherKind(String wanted, String hex, String message) {
    var reader = new DagCborReader(Bytes.fromHex(hex));

    assertThatThrownBy(
            () -> {
              switch (wanted) {
                case "LONG" -> reader.readLong();
                case "INTEGER" -> reader.readInteger();
                case "DOUBLE" -> reader.readDouble();
                case "BOOLEAN" -> reader.readBoolean();
                case "NULL" -> reader.readNull();
                case "STRING" -> reader.readString();
                case "BYTES" -> reader.readBytes();
                case "LINK" -> reader.readLink();
                case "LIST" -> reader.beginList();
                case "MAP" -> reader.beginMap();
                default -> reader.peek();
              }
            })
        .isInstanceOf(MalformedException.class)
        .hasMessage("DAG-CBOR: " + message);
  }

  @Test
  void refusesMoreOrFewerItemsThanExpected() {
    var few = new DagCborReader(Bytes.fromHex("8101"));
    few.beginList();
    few.readLong();
    assertThatThrownBy(few::readLong).hasMessageContaining("there are no more here at offset 2");
    var many = new DagCborReader(Bytes.fromHex("820102"));
    many.beginList();
    many.readLong();
    assertThatThrownBy(many::endList)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("1 more than expected in a list at offset 2");
    var trailing = new DagCborReader(Bytes.fromHex("0102"));
    trailing.readLong();
    assertThatThrownBy(trailing::end).hasMessageContaining("1 bytes after the value at offset 1");
    var keys = new DagCborReader(Bytes.fromHex("a0"));
    keys.beginMap();
    assertThatThrownBy(keys::readKey).hasMessageContaining("a key wanted");
  }

  @Test
  void refusesCallsThatNoDocumentSatisfies() {
    var map = new DagCborReader(Bytes.fromHex("a1616101"));
    assertThatThrownBy(map::readKey).isInstanceOf(IllegalStateException.class);
    map.beginMap();
    assertThatThrownBy(map::readLong).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(map::endList).isInstanceOf(IllegalStateException.class);
    map.readKey();
    assertThatThrownBy(map::readKey).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(map::endMap).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(map::end).isInstanceOf(IllegalStateException.class);
    assertThat(map.offset()).isEqualTo(3);
  }

  @Test
  void writesWhatTheTreeEncoderWrites() {
    Property.check(
        500,
        seed -> {
          var node = RandomNodes.seeded(seed).next();
          var writer = new DagCborWriter();

          write(node, writer);

          assertThat(writer.finish()).isEqualTo(DagCbor.encode(node));
        });
  }

  private static void write(Node node, DagCborWriter writer) {
    switch (node) {
      case Node.ListNode(var items) -> {
        writer.beginList(items.size());
        items.forEach(item -> write(item, writer));
        writer.end();
      }
      case MapNode map -> {
        writer.beginMap(map.size());
        map.forEach((key, value) -> {
          writer.key(key);
          write(value, writer);
        });
        writer.end();
      }
      case Node.IntNode(long value) -> writer.write(value);
      case Node.StringNode(var value) -> writer.write(value);
      case Node.BytesNode(var value) -> writer.write(value);
      case Node.LinkNode(var value) -> writer.write(value);
      case Node.BoolNode(boolean value) -> writer.write(value);
      case Node.FloatNode(double value) -> writer.write(value);
      case Node.NullNode _ -> writer.writeNull();
      case Node.BigIntNode _ -> writer.write(node);
    }
  }

  @Test
  void refusesToWriteWhatIsNoDocument() {
    var writer = new DagCborWriter().beginMap(2).key("b");
    assertThatThrownBy(() -> writer.key("c")).isInstanceOf(IllegalStateException.class);
    writer.write(1);
    assertThatThrownBy(() -> writer.write(2)).hasMessage("in a map, a key comes first");
    assertThatThrownBy(() -> writer.key("b")).hasMessageContaining("out of order");
    assertThatThrownBy(() -> writer.key("a")).hasMessageContaining("out of order");
    assertThatThrownBy(writer::end).hasMessage("more was announced than has been written");
    assertThatThrownBy(writer::finish).hasMessageContaining("not been written to its end");
    writer.key("aa").write(true).end();
    assertThatThrownBy(() -> writer.write(3)).hasMessage("no more items were announced");
    assertThatThrownBy(writer::end).hasMessage("nothing is open");
    assertThat(writer.finish().hex()).isEqualTo("a2616201626161f5");

    var empty = new DagCborWriter().beginMap(2).key("").write(1);
    assertThatThrownBy(() -> empty.key("")).hasMessageContaining("out of order");
    assertThatThrownBy(() -> new DagCborWriter().write(Double.NaN))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new DagCborWriter().beginList(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesNoDeeperThanOthersRead() {
    var writer = new DagCborWriter();
    for (int i = 0; i < DagCbor.MAX_DEPTH; i++) {
      writer.beginList(1);
    }

    assertThatThrownBy(() -> writer.beginList(1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("nests deeper than 128");
  }

  @Test
  void writesAndReadsEveryKindInOneChain() {
    var link = Cid.identity(Codec.RAW, Bytes.EMPTY);
    var bytes =
        new DagCborWriter()
            .beginList(8)
            .write(true)
            .write(1.5)
            .write("text")
            .write(Bytes.utf8("b"))
            .write(link)
            .writeNull()
            .write(Node.list(Node.of(1)))
            .beginList(0)
            .end()
            .end()
            .finish();

    var reader = new DagCborReader(bytes);
    assertThat(reader.beginList()).isEqualTo(8);
    assertThat(reader.readBoolean()).isTrue();
    assertThat(reader.readDouble()).isEqualTo(1.5);
    assertThat(reader.readString()).isEqualTo("text");
    assertThat(reader.readBytes()).isEqualTo(Bytes.utf8("b"));
    assertThat(reader.readLink()).isEqualTo(link);
    reader.readNull();
    assertThat(reader.readNode()).isEqualTo(Node.list(Node.of(1)));
    assertThat(reader.beginList()).isZero();
    reader.endList();
    reader.endList();
    reader.end();
  }

  @Test
  void readsTheSmallestAndLargestLong() {
    assertThat(new DagCborReader(DagCbor.encode(Node.of(Long.MIN_VALUE))).readLong())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(new DagCborReader(DagCbor.encode(Node.of(Long.MAX_VALUE))).readLong())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(new DagCborReader(DagCbor.encode(Node.of(0))).readLong()).isZero();
  }

  @Test
  void offsetsCountFromTheBeginOfTheDocument() {
    var within = new DagCborReader(Bytes.fromHex("ffff820102").slice(2));

    within.beginList();
    within.readLong();

    assertThat(within.offset()).isEqualTo(2);
    assertThatThrownBy(within::readString).hasMessageContaining("at offset 2");
  }
}
