package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.wasm.component.FuncType;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.ValType.Case;
import io.ipvm.wasm.component.ValType.Field;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.component.Value;
import io.ipvm.workflow.Mapping;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of the tables in `homestar.md` section 5, in both mappings.
final class WitIpldTest {
  private static final Bytes FILE = Bytes.utf8("hello");
  private static final Cid LINK = Cid.of(Codec.RAW, HashFunction.SHA2_256, FILE);
  private static final ValType BYTES = ValType.ListOf.BYTES;
  private static final ValType PAIR = new ValType.Tuple(List.of(Prim.STRING, Prim.U32));
  private static final ValType PAIRS = new ValType.ListOf(PAIR);
  private static final ValType OPTION = new ValType.OptionOf(Prim.U32);
  private static final ValType COLOR = new ValType.EnumOf(List.of("red", "blue"));
  private static final ValType FLAGS = new ValType.Flags(List.of("r", "w"));
  private static final ValType SHAPE =
      new ValType.Variant(
          List.of(new Case("none", Optional.empty()), new Case("circle", Optional.of(Prim.U32))));
  private static final ValType RECORD =
      new ValType.RecordOf(List.of(new Field("a", Prim.U32), new Field("b", OPTION)));
  private static final ValType RESULT =
      new ValType.ResultOf(Optional.of(Prim.U32), Optional.of(Prim.STRING));
  private static final ValType UNIT = new ValType.ResultOf(Optional.empty(), Optional.empty());

  /// What an argument becomes; null is an error.
  record Row(
      Node node, ValType type, @Nullable Value compatible, boolean quirk, @Nullable Value strict) {
    static Row same(Node node, ValType type, Value value) {
      return new Row(node, type, value, false, value);
    }

    static Row quirk(Node node, ValType type, Value compatible, @Nullable Value strict) {
      return new Row(node, type, compatible, true, strict);
    }

    static Row error(Node node, ValType type) {
      return new Row(node, type, null, false, null);
    }

    static Row nativeOnly(Node node, ValType type, Value strict) {
      return new Row(node, type, null, false, strict);
    }
  }

  private static Value whole(long value) {
    return new Value.Whole(value);
  }

  private static Value text(String value) {
    return new Value.Text(value);
  }

  private static Value choice(int index, @Nullable Value payload) {
    return new Value.Choice(index, payload);
  }

  private static Value fields(Value... values) {
    return new Value.Fields(List.of(values));
  }

  private static Value list(Value... values) {
    return new Value.Sequence(List.of(values));
  }

  static Stream<Row> arguments() {
    return Stream.of(scalars(), bytesAndLinks(), compounds(), results()).flatMap(s -> s);
  }

  private static Stream<Row> scalars() {
    return Stream.of(
        Row.same(Node.of(true), Prim.BOOL, new Value.Bool(true)),
        Row.error(Node.of(1), Prim.BOOL),
        Row.same(Node.of(255), Prim.U8, whole(255)),
        Row.error(Node.of(256), Prim.U8),
        Row.error(Node.of(-1), Prim.U8),
        Row.same(Node.of(-128), Prim.S8, whole(-128)),
        Row.error(Node.of(-129), Prim.S8),
        Row.same(Node.of(new BigInteger("18446744073709551615")), Prim.U64, whole(-1)),
        Row.error(Node.of(new BigInteger("18446744073709551615")), Prim.S64),
        Row.same(Node.of(5), Prim.F64, new Value.Real(5)),
        Row.quirk(Node.of((1L << 53) + 1), Prim.F64, new Value.Real(1L << 53), null),
        Row.quirk(Node.of((1 << 24) + 1), Prim.F32, new Value.Single(1 << 24), null),
        Row.same(Node.of(0.1), Prim.F64, new Value.Real(0.1)),
        Row.same(Node.of(0.1), Prim.F32, new Value.Single(0.1f)),
        Row.quirk(Node.of(1e300), Prim.F32, new Value.Single(Float.POSITIVE_INFINITY), null),
        Row.same(Node.of(3.0), Prim.U8, whole(3)),
        Row.quirk(Node.of(1.9), Prim.U8, whole(1), null),
        Row.quirk(Node.of(-1.5), Prim.U8, whole(0), null),
        Row.quirk(Node.of(300.7), Prim.U8, whole(255), null),
        Row.quirk(Node.of(1e300), Prim.S64, whole(Long.MAX_VALUE), null),
        Row.same(Node.of("x"), Prim.STRING, text("x")),
        Row.same(Node.of("🌍"), Prim.CHAR, new Value.Char(0x1f30d)),
        Row.error(Node.of("ab"), Prim.CHAR),
        Row.error(Node.of(""), Prim.CHAR),
        Row.same(Node.of("blue"), COLOR, choice(1, null)),
        Row.error(Node.of("pink"), COLOR),
        Row.quirk(Node.NULL, Prim.STRING, text("null"), null),
        Row.error(Node.NULL, Prim.U32),
        Row.same(Node.NULL, OPTION, choice(0, null)),
        Row.same(Node.of(7), OPTION, choice(1, whole(7))));
  }

  private static Stream<Row> bytesAndLinks() {
    return Stream.of(
        Row.same(Node.of(FILE), BYTES, new Value.Octets(FILE)),
        Row.same(
            Node.list(Node.of(1), Node.of(2)),
            BYTES,
            new Value.Octets(Bytes.of((byte) 1, (byte) 2))),
        Row.quirk(Node.of(FILE), Prim.STRING, text("aGVsbG8"), null),
        Row.same(Node.of(LINK), BYTES, new Value.Octets(FILE)),
        Row.quirk(Node.of(LINK), Prim.STRING, text("aGVsbG8"), text(LINK.toString())),
        Row.same(
            Node.list(Node.of(LINK)), new ValType.ListOf(Prim.STRING), list(text(LINK.toString()))),
        Row.nativeOnly(
            Node.list(Node.of(LINK)), new ValType.ListOf(BYTES), list(new Value.Octets(FILE))));
  }

  private static Stream<Row> compounds() {
    var one = Node.list(Node.of("a"), Node.of(1));
    var surplus = Node.list(Node.of("a"), Node.of(1), Node.of(2));
    var ab = MapNode.builder().put("b", 1).put("aa", 2).build();
    return Stream.of(
        Row.same(one, PAIR, fields(text("a"), whole(1))),
        Row.quirk(surplus, PAIR, fields(text("a"), whole(1)), null),
        Row.error(Node.list(Node.of("a")), PAIR),
        Row.same(Node.list(Node.of("w")), FLAGS, new Value.FlagSet(2)),
        Row.error(Node.list(Node.of("x")), FLAGS),
        Row.quirk(Node.list(Node.of(7), Node.of(8)), Prim.U32, whole(7), null),
        Row.quirk(Node.list(), Prim.BOOL, new Value.Bool(false), null),
        Row.error(Node.list(), Prim.U32),
        Row.same(ab, PAIRS, list(fields(text("aa"), whole(2)), fields(text("b"), whole(1)))),
        Row.error(ab, new ValType.ListOf(Prim.U32)),
        Row.same(MapNode.of("circle", Node.of(3)), SHAPE, choice(1, whole(3))),
        Row.same(MapNode.of("none", Node.NULL), SHAPE, choice(0, null)),
        Row.quirk(MapNode.of("none", Node.of(3)), SHAPE, choice(0, null), null),
        Row.quirk(
            MapNode.builder().put("none", Node.NULL).put("circle", 3).build(),
            SHAPE,
            choice(1, whole(3)),
            null),
        Row.error(MapNode.EMPTY, SHAPE),
        Row.error(MapNode.of("square", Node.of(3)), SHAPE),
        Row.same(
            MapNode.builder().put("a", 1).put("b", 2).build(),
            RECORD,
            fields(whole(1), choice(1, whole(2)))),
        Row.nativeOnly(MapNode.of("a", Node.of(1)), RECORD, fields(whole(1), choice(0, null))),
        Row.error(MapNode.of("b", Node.of(1)), RECORD),
        Row.quirk(
            MapNode.builder().put("a", 1).put("b", Node.NULL).put("c", 3).build(),
            RECORD,
            fields(whole(1), choice(0, null)),
            null),
        Row.nativeOnly(
            MapNode.of("a", Node.of(LINK)),
            new ValType.RecordOf(List.of(new Field("a", Prim.STRING))),
            fields(text(LINK.toString()))));
  }

  private static Stream<Row> results() {
    return Stream.of(
        Row.quirk(Node.list(Node.of(1), Node.NULL), RESULT, choice(0, whole(1)), null),
        Row.quirk(Node.list(Node.NULL, Node.of("e")), RESULT, choice(1, text("e")), null),
        Row.error(Node.list(Node.of(1), Node.of("e")), RESULT),
        Row.error(Node.list(Node.of(1)), RESULT),
        Row.quirk(Node.list(Node.of(1), Node.NULL), UNIT, choice(0, null), null),
        Row.quirk(Node.list(Node.NULL, Node.of(1)), UNIT, choice(1, null), null),
        Row.nativeOnly(MapNode.of("ok", Node.of(1)), RESULT, choice(0, whole(1))),
        Row.nativeOnly(MapNode.of("error", Node.of("e")), RESULT, choice(1, text("e"))),
        Row.nativeOnly(MapNode.of("ok", Node.NULL), UNIT, choice(0, null)),
        Row.error(MapNode.of("okay", Node.of(1)), RESULT),
        Row.quirk(Node.list(Node.of("ok"), Node.of(7)), Prim.U32, whole(7), null));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void mapsArguments(Row row) {
    var compatible = new IpldToWit(Mapping.COMPATIBILITY, _ -> FILE);
    var strict = new IpldToWit(Mapping.NATIVE, _ -> FILE);

    check(compatible, row, row.compatible());
    assertThat(compatible.quirk() && row.compatible() != null).isEqualTo(row.quirk());
    check(strict, row, row.strict());
    assertThat(strict.quirk()).isFalse();
  }

  private static void check(IpldToWit converter, Row row, @Nullable Value expected) {
    if (expected == null) {
      assertThatThrownBy(() -> converter.argument(row.node(), row.type()))
          .isInstanceOf(Mismatch.class);
    } else {
      assertThat(converter.argument(row.node(), row.type())).isEqualTo(expected);
    }
  }

  @Test
  void aTaggedResultIsUnwrappedInTheCompatibilityMappingOnly() {
    var tagged = Node.list(Node.of("just"), Node.of("x"));
    var type = new ValType.ListOf(Prim.STRING);

    assertThat(new IpldToWit(Mapping.COMPATIBILITY, _ -> FILE).argument(tagged, Prim.STRING))
        .isEqualTo(text("x"));
    assertThat(new IpldToWit(Mapping.NATIVE, _ -> FILE).argument(tagged, type))
        .isEqualTo(list(text("just"), text("x")));
  }

  @Test
  void surplusArgumentsAreDroppedInTheCompatibilityMappingOnly() {
    var type = new FuncType(List.of(new Field("a", Prim.U32)), Optional.empty());
    var compatible = new IpldToWit(Mapping.COMPATIBILITY, _ -> FILE);
    var strict = new IpldToWit(Mapping.NATIVE, _ -> FILE);

    assertThat(compatible.argumentCount(type, 2)).isEqualTo(1);
    assertThat(compatible.quirk()).isTrue();
    assertThatThrownBy(() -> strict.argumentCount(type, 2)).hasMessageContaining("2 given");
    assertThatThrownBy(() -> compatible.argumentCount(type, 0)).hasMessageContaining("0 given");
  }

  /// What a result becomes; null is an error.
  record Back(
      Value value, ValType type, @Nullable Node compatible, boolean quirk, @Nullable Node strict) {
    static Back same(Value value, ValType type, @Nullable Node node) {
      return new Back(value, type, node, false, node);
    }

    static Back quirk(Value value, ValType type, Node compatible, Node strict) {
      return new Back(value, type, compatible, true, strict);
    }
  }

  static Stream<Back> values() {
    var none = choice(0, null);
    return Stream.of(
        Back.quirk(text("null"), Prim.STRING, Node.NULL, Node.of("null")),
        Back.quirk(text(LINK.toString()), Prim.STRING, Node.of(LINK), Node.of(LINK.toString())),
        Back.same(text("hello world"), Prim.STRING, Node.of("hello world")),
        Back.same(new Value.Char('x'), Prim.CHAR, Node.of("x")),
        Back.same(choice(1, null), COLOR, Node.of("blue")),
        Back.same(new Value.Bool(true), Prim.BOOL, Node.of(true)),
        Back.same(whole(-1), Prim.U64, Node.of(new BigInteger("18446744073709551615"))),
        Back.same(whole(-1), Prim.S64, Node.of(-1)),
        Back.quirk(new Value.Single(0.1f), Prim.F32, Node.of(0.1), Node.of((double) 0.1f)),
        Back.same(new Value.Single(0.5f), Prim.F32, Node.of(0.5)),
        Back.same(new Value.Single(Float.NaN), Prim.F32, null),
        Back.same(new Value.Real(0.1), Prim.F64, Node.of(0.1)),
        Back.same(new Value.Real(Double.POSITIVE_INFINITY), Prim.F64, null),
        Back.same(new Value.Octets(FILE), BYTES, Node.of(FILE)),
        Back.quirk(new Value.Octets(Bytes.EMPTY), BYTES, Node.list(), Node.of(Bytes.EMPTY)),
        Back.quirk(
            list(fields(text("a"), whole(1)), fields(text("a"), whole(2))),
            PAIRS,
            MapNode.of("a", Node.of(2)),
            Node.list(Node.list(Node.of("a"), Node.of(1)), Node.list(Node.of("a"), Node.of(2)))),
        Back.quirk(list(), PAIRS, MapNode.EMPTY, Node.list()),
        Back.same(list(whole(1)), new ValType.ListOf(Prim.U32), Node.list(Node.of(1))),
        Back.same(fields(text("a"), whole(1)), PAIR, Node.list(Node.of("a"), Node.of(1))),
        Back.same(
            fields(whole(1), none),
            RECORD,
            MapNode.builder().put("a", 1).put("b", Node.NULL).build()),
        Back.same(choice(1, whole(3)), SHAPE, MapNode.of("circle", Node.of(3))),
        Back.same(none, SHAPE, MapNode.of("none", Node.NULL)),
        Back.same(new Value.FlagSet(3), FLAGS, Node.list(Node.of("r"), Node.of("w"))),
        Back.same(none, OPTION, Node.NULL),
        Back.same(choice(1, whole(3)), OPTION, Node.of(3)),
        Back.quirk(
            choice(0, whole(3)),
            RESULT,
            Node.list(Node.of(3), Node.NULL),
            MapNode.of("ok", Node.of(3))),
        Back.quirk(
            choice(1, text("e")),
            RESULT,
            Node.list(Node.NULL, Node.of("e")),
            MapNode.of("error", Node.of("e"))),
        Back.quirk(none, UNIT, Node.list(Node.of(1), Node.NULL), MapNode.of("ok", Node.NULL)),
        Back.quirk(
            choice(1, null),
            UNIT,
            Node.list(Node.NULL, Node.of(1)),
            MapNode.of("error", Node.NULL)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void mapsResults(Back row) {
    var compatible = new WitToIpld(Mapping.COMPATIBILITY);
    var strict = new WitToIpld(Mapping.NATIVE);

    if (row.strict() == null) {
      assertThatThrownBy(() -> compatible.convert(row.value(), row.type()))
          .isInstanceOf(Mismatch.class);
      assertThatThrownBy(() -> strict.convert(row.value(), row.type()))
          .isInstanceOf(Mismatch.class);
    } else {
      assertThat(compatible.convert(row.value(), row.type())).isEqualTo(row.compatible());
      assertThat(compatible.quirk()).isEqualTo(row.quirk());
      assertThat(strict.convert(row.value(), row.type())).isEqualTo(row.strict());
      assertThat(strict.quirk()).isFalse();
    }
  }

  @Test
  void aListOfPairsWithoutStringsCannotBecomeAMap() {
    var type = new ValType.ListOf(new ValType.Tuple(List.of(Prim.U32, Prim.U32)));
    var value = list(fields(whole(1), whole(2)));

    assertThatThrownBy(() -> new WitToIpld(Mapping.COMPATIBILITY).convert(value, type))
        .hasMessageContaining("pairs of a string and a value");
  }
}
