package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.BigIntNode;
import io.ipvm.ipld.Node.BoolNode;
import io.ipvm.ipld.Node.BytesNode;
import io.ipvm.ipld.Node.FloatNode;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.NullNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.wasm.component.FuncType;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.component.Value;
import io.ipvm.wasm.component.WitPrinter;
import io.ipvm.workflow.Mapping;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Arguments: IPLD values become values of the declared types (`homestar.md` section 5).
///
/// In the native mapping the type decides and nothing is lost; the compatibility mapping does what
/// Homestar does, and [#quirk] says whether it did something the native mapping would not have
/// done. Types are at most 64 deep, which bounds the recursion.
final class IpldToWit {
  private static final Set<String> RESULT_TAGS = Set.of("ok", "error", "just");
  private static final Comparator<String> BYTEWISE = Comparator.comparing(Bytes::utf8);

  private final boolean compatible;
  private final Function<Cid, Bytes> content;
  private boolean quirk;

  /// Converts in `mapping`; `content` loads the file a link names.
  IpldToWit(Mapping mapping, Function<Cid, Bytes> content) {
    this.compatible = mapping == Mapping.COMPATIBILITY;
    this.content = content;
  }

  /// Whether a quirk of Homestar fired, so that the native mapping would have ended differently.
  boolean quirk() {
    return quirk;
  }

  /// Checks the number of arguments; surplus ones are dropped in the compatibility mapping.
  int argumentCount(FuncType type, int given) {
    int wanted = type.params().size();
    if (given == wanted || (compatible && given > wanted)) {
      quirk |= given > wanted;
      return wanted;
    }
    throw new Mismatch(
        "takes " + wanted + (wanted == 1 ? " argument, " : " arguments, ") + given + " given");
  }

  /// One argument of a call.
  Value argument(Node node, ValType type) {
    if (!compatible) {
      return convert(node, type);
    }
    if (node instanceof ListNode(var items)
        && items.size() == 2
        && items.getFirst() instanceof StringNode(var tag)
        && RESULT_TAGS.contains(tag)) {
      quirk = true;
      return argument(items.getLast(), type);
    }
    if (node instanceof LinkNode(var cid)) {
      return convert(Node.of(content.apply(cid)), type);
    }
    return convert(node, type);
  }

  private Value convert(Node node, ValType type) {
    if (compatible) {
      if (node instanceof LinkNode(var cid)) {
        quirk |= type != Prim.STRING;
        return convert(Node.of(cid.toString()), type);
      }
      if (isPromiseLike(node)) {
        throw new Mismatch("a map of one key and a link is an await, and this key is none");
      }
    }
    return switch (type) {
      case Prim prim -> scalar(node, prim);
      case ValType.OptionOf(var some) ->
          node instanceof NullNode
              ? new Value.Choice(0, null)
              : new Value.Choice(1, convert(node, some));
      case ValType.ListOf(var element) -> list(node, element, type);
      case ValType.Tuple(var items) -> tuple(node, items, type);
      case ValType.RecordOf record -> record(node, record);
      case ValType.Variant variant -> variant(node, variant);
      case ValType.EnumOf(var cases) -> enumCase(node, cases, type);
      case ValType.Flags(var names) -> flags(node, names, type);
      case ValType.ResultOf result -> result(node, result);
      case ValType.Own _, ValType.Borrow _ -> throw new Mismatch("resources cannot be arguments");
    };
  }

  private static boolean isPromiseLike(Node node) {
    return node instanceof MapNode map
        && map.size() == 1
        && map.values().getFirst() instanceof LinkNode;
  }

  private static Mismatch mismatch(Node node, ValType type) {
    return new Mismatch(describe(node) + " is no " + WitPrinter.print(type));
  }

  private static String describe(Node node) {
    return switch (node) {
      case NullNode _ -> "null";
      case BoolNode(var value) -> "the boolean " + value;
      case IntNode(var value) -> "the integer " + value;
      case BigIntNode(var value) -> "the integer " + value;
      case FloatNode(var value) -> "the float " + value;
      case StringNode(var value) ->
          value.length() <= 40 ? "the string \"" + value + "\"" : "a string";
      case BytesNode(var value) -> value.size() + " bytes";
      case LinkNode(var cid) -> "the link " + cid;
      case ListNode(var items) -> "a list of " + items.size();
      case MapNode map -> "a map of " + map.size();
    };
  }

  /// Homestar takes the first element where a list stands for something else.
  private Value first(Node node, ValType type, Function<Node, Value> otherwise) {
    if (compatible && node instanceof ListNode(var items)) {
      quirk = true;
      if (!items.isEmpty()) {
        return convert(items.getFirst(), type);
      }
      if (type == Prim.BOOL) {
        return new Value.Bool(false);
      }
    }
    return otherwise.apply(node);
  }

  private Value scalar(Node node, Prim type) {
    return switch (type) {
      case BOOL ->
          node instanceof BoolNode(var value)
              ? new Value.Bool(value)
              : first(node, type, n -> failed(n, type));
      case S8, U8, S16, U16, S32, U32, S64, U64 ->
          switch (node) {
            case IntNode(var value) -> whole(BigInteger.valueOf(value), node, type);
            case BigIntNode(var value) -> whole(value, node, type);
            case FloatNode(var value) -> truncated(value, node, type);
            default -> first(node, type, n -> failed(n, type));
          };
      case F32, F64 ->
          switch (node) {
            case IntNode(var value) -> real(new BigDecimal(value), node, type);
            case BigIntNode(var value) -> real(new BigDecimal(value), node, type);
            case FloatNode(var value) -> rounded(value, node, type);
            default -> first(node, type, n -> failed(n, type));
          };
      case CHAR ->
          node instanceof StringNode(var text) && text.codePointCount(0, text.length()) == 1
              ? new Value.Char(text.codePointAt(0))
              : first(node, type, n -> failed(n, type));
      case STRING -> text(node);
    };
  }

  private static Value failed(Node node, ValType type) {
    throw mismatch(node, type);
  }

  private static BigInteger min(Prim type) {
    return switch (type) {
      case S8 -> BigInteger.valueOf(Byte.MIN_VALUE);
      case S16 -> BigInteger.valueOf(Short.MIN_VALUE);
      case S32 -> BigInteger.valueOf(Integer.MIN_VALUE);
      case S64 -> BigInteger.valueOf(Long.MIN_VALUE);
      default -> BigInteger.ZERO;
    };
  }

  private static BigInteger max(Prim type) {
    return switch (type) {
      case S8 -> BigInteger.valueOf(Byte.MAX_VALUE);
      case U8 -> BigInteger.valueOf(0xff);
      case S16 -> BigInteger.valueOf(Short.MAX_VALUE);
      case U16 -> BigInteger.valueOf(0xffff);
      case S32 -> BigInteger.valueOf(Integer.MAX_VALUE);
      case U32 -> BigInteger.valueOf(0xffff_ffffL);
      case S64 -> BigInteger.valueOf(Long.MAX_VALUE);
      default -> BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    };
  }

  private static Value whole(BigInteger value, Node node, Prim type) {
    if (value.compareTo(min(type)) < 0 || value.compareTo(max(type)) > 0) {
      throw new Mismatch(
          describe(node) + " is outside " + type.wit() + ", " + min(type) + " to " + max(type));
    }
    return new Value.Whole(value.longValue());
  }

  private Value truncated(double value, Node node, Prim type) {
    var exact = new BigDecimal(value);
    var whole = exact.toBigInteger();
    boolean integral = exact.compareTo(new BigDecimal(whole)) == 0;
    if (!compatible) {
      if (!integral) {
        throw mismatch(node, type);
      }
      return whole(whole, node, type);
    }
    var saturated = whole.max(min(type)).min(max(type));
    quirk |= !integral || !saturated.equals(whole);
    return new Value.Whole(saturated.longValue());
  }

  private Value real(BigDecimal value, Node node, Prim type) {
    double nearest = type == Prim.F32 ? value.floatValue() : value.doubleValue();
    if (Double.isInfinite(nearest) || value.compareTo(new BigDecimal(nearest)) != 0) {
      if (!compatible) {
        throw new Mismatch(describe(node) + " cannot be written exactly as " + type.wit());
      }
      quirk = true;
    }
    return type == Prim.F32 ? new Value.Single((float) nearest) : new Value.Real(nearest);
  }

  private Value rounded(double value, Node node, Prim type) {
    if (type == Prim.F64) {
      return new Value.Real(value);
    }
    if (Float.isInfinite((float) value)) {
      if (!compatible) {
        throw new Mismatch(describe(node) + " is outside f32");
      }
      quirk = true;
    }
    return new Value.Single((float) value);
  }

  private Value text(Node node) {
    if (node instanceof StringNode(var value)) {
      return new Value.Text(value);
    }
    if (!compatible) {
      return node instanceof LinkNode(var cid)
          ? new Value.Text(cid.toString())
          : failed(node, Prim.STRING);
    }
    if (node instanceof NullNode) {
      quirk = true;
      return new Value.Text("null");
    }
    if (node instanceof BytesNode(var bytes)) {
      quirk = true;
      return new Value.Text(Multibase.BASE64.encodeBare(bytes));
    }
    return first(node, Prim.STRING, n -> failed(n, Prim.STRING));
  }

  private Value list(Node node, ValType element, ValType type) {
    if (element == Prim.U8) {
      if (node instanceof BytesNode(var bytes)) {
        return new Value.Octets(bytes);
      }
      if (node instanceof LinkNode(var cid)) {
        return new Value.Octets(content.apply(cid));
      }
      if (node instanceof ListNode(var items)) {
        var bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) ((Value.Whole) item(items, i, element)).bits();
        }
        return new Value.Octets(Bytes.owned(bytes));
      }
    } else if (node instanceof ListNode(var items)) {
      var values = new ArrayList<Value>(items.size());
      for (int i = 0; i < items.size(); i++) {
        values.add(item(items, i, element));
      }
      return new Value.Sequence(values);
    } else if (node instanceof MapNode map
        && element instanceof ValType.Tuple(var pair)
        && pair.size() == 2
        && pair.getFirst() == Prim.STRING) {
      var values = new ArrayList<Value>(map.size());
      for (var key : map.keys().stream().sorted(BYTEWISE).toList()) {
        var value = at("key \"" + key + "\"", () -> convert(require(map, key), pair.getLast()));
        values.add(new Value.Fields(List.of(new Value.Text(key), value)));
      }
      return new Value.Sequence(values);
    }
    throw mismatch(node, type);
  }

  private static Node require(MapNode map, String key) {
    return map.find(key).orElseThrow();
  }

  private Value item(List<Node> items, int index, ValType type) {
    return at("item " + (index + 1), () -> convert(items.get(index), type));
  }

  /// Says where in a value a mismatch is.
  static <T> T at(String place, java.util.function.Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (Mismatch e) {
      throw new Mismatch(place + ": " + e.getMessage());
    }
  }

  private Value tuple(Node node, List<ValType> types, ValType type) {
    if (!(node instanceof ListNode(var items))) {
      throw mismatch(node, type);
    }
    if (items.size() < types.size() || (items.size() > types.size() && !compatible)) {
      throw new Mismatch("a list of " + items.size() + " is no " + WitPrinter.print(type));
    }
    quirk |= items.size() > types.size();
    var values = new ArrayList<Value>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(item(items, i, types.get(i)));
    }
    return new Value.Fields(values);
  }

  private Value record(Node node, ValType.RecordOf type) {
    if (!(node instanceof MapNode map)) {
      return first(node, type, n -> failed(n, type));
    }
    var values = new ArrayList<Value>(type.fields().size());
    int found = 0;
    for (var field : type.fields()) {
      var value = map.find(field.name()).orElse(null);
      if (value != null) {
        found++;
        values.add(at("field `" + field.name() + "`", () -> convert(value, field.type())));
      } else if (!compatible && field.type() instanceof ValType.OptionOf) {
        values.add(new Value.Choice(0, null));
      } else {
        throw new Mismatch("field `" + field.name() + "` is missing");
      }
    }
    if (found < map.size()) {
      if (!compatible) {
        var names = type.fields().stream().map(ValType.Field::name).toList();
        var unknown = map.keys().stream().filter(key -> !names.contains(key)).findFirst();
        throw new Mismatch(
            "unknown field \"" + unknown.orElse("") + "\", there are " + String.join(", ", names));
      }
      quirk = true;
    }
    return new Value.Fields(values);
  }

  private Value variant(Node node, ValType.Variant type) {
    if (!(node instanceof MapNode map)) {
      return first(node, type, n -> failed(n, type));
    }
    if (map.size() != 1) {
      if (!compatible || map.size() == 0) {
        throw new Mismatch("a variant is a map of one key, its case; this has " + map.size());
      }
      quirk = true;
    }
    var key = map.keys().stream().min(BYTEWISE).orElseThrow();
    int index = index(type.cases().stream().map(ValType.Case::name).toList(), key, "case");
    var value = require(map, key);
    var payload = type.cases().get(index).payload().orElse(null);
    return new Value.Choice(index, payload(key, value, payload));
  }

  private @Nullable Value payload(String name, Node value, @Nullable ValType type) {
    if (type != null) {
      return at("case `" + name + "`", () -> convert(value, type));
    }
    if (!(value instanceof NullNode)) {
      if (!compatible) {
        throw new Mismatch("case `" + name + "` has no payload, give null");
      }
      quirk = true;
    }
    return null;
  }

  private static int index(List<String> names, String name, String what) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new Mismatch(
          "there is no " + what + " \"" + name + "\", there are " + String.join(", ", names));
    }
    return index;
  }

  private Value enumCase(Node node, List<String> cases, ValType type) {
    return node instanceof StringNode(var name)
        ? new Value.Choice(index(cases, name, "case"), null)
        : first(node, type, n -> failed(n, type));
  }

  private static Value flags(Node node, List<String> names, ValType type) {
    if (!(node instanceof ListNode(var items))) {
      throw mismatch(node, type);
    }
    int bits = 0;
    for (var item : items) {
      if (!(item instanceof StringNode(var name))) {
        throw mismatch(item, type);
      }
      bits |= 1 << index(names, name, "flag");
    }
    return new Value.FlagSet(bits);
  }

  private Value result(Node node, ValType.ResultOf type) {
    if (!compatible) {
      if (node instanceof MapNode map && map.size() == 1) {
        var key = map.keys().getFirst();
        switch (key) {
          case "ok" -> {
            return new Value.Choice(0, payload(key, require(map, key), type.ok().orElse(null)));
          }
          case "error" -> {
            return new Value.Choice(1, payload(key, require(map, key), type.err().orElse(null)));
          }
          default -> {}
        }
      }
      throw new Mismatch(describe(node) + " is no result: give {\"ok\": …} or {\"error\": …}");
    }
    quirk = true;
    if (node instanceof ListNode(var items) && items.size() == 2) {
      boolean noValue = items.getFirst() instanceof NullNode;
      boolean noError = items.getLast() instanceof NullNode;
      if (noValue || noError) {
        // Both are null: the arm with a payload counts, ok before err.
        boolean ok = (noValue && noError) ? type.ok().isPresent() || type.err().isEmpty() : noError;
        var arm = ok ? type.ok() : type.err();
        var value = ok ? items.getFirst() : items.getLast();
        return new Value.Choice(ok ? 0 : 1, arm.isPresent() ? convert(value, arm.get()) : null);
      }
    }
    throw new Mismatch(describe(node) + " is no result: give [value, null] or [null, error]");
  }
}
