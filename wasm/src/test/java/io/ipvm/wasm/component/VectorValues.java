package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.BoolNode;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.NullNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.wasm.component.ValType.Case;
import io.ipvm.wasm.component.ValType.Field;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.component.Value.Source;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads types and values of `canonical-abi.json`, whose notation its `note` explains.
final class VectorValues {
  /// `latin1+utf16` where the string happens to be UTF-16: the vectors do not say which it was.
  static final String TAGGED = "tagged";

  private VectorValues() {}

  static List<Node> items(Node node) {
    return ((ListNode) node).items();
  }

  static String text(Node node) {
    return ((StringNode) node).value();
  }

  static Node field(Node node, String key) {
    return ((MapNode) node).find(key).orElse(Node.NULL);
  }

  static boolean has(Node node, String key) {
    return node instanceof MapNode map && map.has(key);
  }

  static ValType type(Node node) {
    if (node instanceof StringNode(var name)) {
      return Prim.valueOf(name.toUpperCase(Locale.ROOT));
    }
    var map = (MapNode) node;
    var kind = map.keys().getFirst();
    var parts = field(map, kind);
    return switch (kind) {
      case "list" -> new ValType.ListOf(type(parts));
      case "option" -> new ValType.OptionOf(type(parts));
      case "tuple" -> new ValType.Tuple(items(parts).stream().map(VectorValues::type).toList());
      case "map" ->
          new ValType.ListOf(
              new ValType.Tuple(items(parts).stream().map(VectorValues::type).toList()));
      case "record" ->
          new ValType.RecordOf(
              items(parts).stream()
                  .map(f -> new Field(text(items(f).getFirst()), type(items(f).getLast())))
                  .toList());
      case "variant" ->
          new ValType.Variant(
              items(parts).stream()
                  .map(c -> new Case(text(items(c).getFirst()), optional(items(c).getLast())))
                  .toList());
      case "result" ->
          new ValType.ResultOf(optional(items(parts).getFirst()), optional(items(parts).getLast()));
      case "enum" -> new ValType.EnumOf(items(parts).stream().map(VectorValues::text).toList());
      case "flags" -> new ValType.Flags(items(parts).stream().map(VectorValues::text).toList());
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Optional<ValType> optional(Node node) {
    return node instanceof NullNode ? Optional.empty() : Optional.of(type(node));
  }

  static long bits(Node node) {
    return switch (node) {
      case IntNode(var value) -> value;
      case StringNode(var text) -> new BigInteger(text).longValue();
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  /// A core value such as `{"f32": "4048f5c3"}` as raw bits.
  static long flat(Node node) {
    var type = ((MapNode) node).keys().getFirst();
    var value = field(node, type);
    return type.startsWith("f") ? Long.parseUnsignedLong(text(value), 16) : bits(value);
  }

  private static Source source(String encoding, String text) {
    return switch (encoding) {
      case "utf8" -> Source.UTF8;
      case "utf16" -> Source.UTF16;
      case TAGGED -> Source.TAGGED_UTF16;
      default ->
          StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)
              ? Source.LATIN1
              : Source.TAGGED_UTF16;
    };
  }

  /// A value; its strings come from a component with `encoding`.
  static Value value(Node node, ValType type, String encoding) {
    return switch (type) {
      case Prim.BOOL -> new Value.Bool(((BoolNode) node).value());
      case Prim.CHAR -> new Value.Char((int) bits(field(node, "char")));
      case Prim.F32 ->
          new Value.Single(
              Float.intBitsToFloat(Integer.parseUnsignedInt(text(field(node, "f32")), 16)));
      case Prim.F64 ->
          new Value.Real(
              Double.longBitsToDouble(Long.parseUnsignedLong(text(field(node, "f64")), 16)));
      case Prim.STRING -> {
        var text = text(field(node, "string"));
        yield new Value.Text(text, source(encoding, text));
      }
      case Prim _ -> new Value.Whole(bits(node));
      case ValType.ListOf(var element) when element == Prim.U8 -> {
        var bytes = new byte[items(node).size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) bits(items(node).get(i));
        }
        yield new Value.Octets(Bytes.owned(bytes));
      }
      case ValType.ListOf(var element) ->
          new Value.Sequence(
              items(node).stream().map(item -> value(item, element, encoding)).toList());
      case ValType.Tuple(var types) -> {
        var values = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
          values.add(value(items(node).get(i), types.get(i), encoding));
        }
        yield new Value.Fields(values);
      }
      case ValType.RecordOf(var fields) ->
          new Value.Fields(
              fields.stream().map(f -> value(field(node, f.name()), f.type(), encoding)).toList());
      case ValType.Flags(var names) -> {
        int bits = 0;
        for (var name : items(node)) {
          bits |= 1 << names.indexOf(text(name));
        }
        yield new Value.FlagSet(bits);
      }
      case ValType.Variant _, ValType.EnumOf _, ValType.OptionOf _, ValType.ResultOf _ ->
          choice(node, Cases.of(type), encoding);
      case ValType.Own _, ValType.Borrow _ -> throw new IllegalArgumentException("handle");
    };
  }

  private static Value choice(Node node, List<Case> cases, String encoding) {
    var wanted = text(field(node, "case")).replace("error", "err");
    int index = cases.stream().map(Case::name).toList().indexOf(wanted);
    return new Value.Choice(
        index,
        cases
            .get(index)
            .payload()
            .map(type -> value(field(node, "value"), type, encoding))
            .orElse(null));
  }

  /// The same value as if all its strings came from UTF-8, for comparing.
  static Value plain(Value value) {
    return switch (value) {
      case Value.Text(var text, _) -> new Value.Text(text);
      case Value.Sequence(var items) ->
          new Value.Sequence(items.stream().map(VectorValues::plain).toList());
      case Value.Fields(var values) ->
          new Value.Fields(values.stream().map(VectorValues::plain).toList());
      case Value.Choice(var index, var payload) ->
          new Value.Choice(index, payload == null ? null : plain(payload));
      case Value.Bool _,
          Value.Whole _,
          Value.Single _,
          Value.Real _,
          Value.Char _,
          Value.Octets _,
          Value.FlagSet _,
          Value.Handle _ ->
          value;
    };
  }
}
