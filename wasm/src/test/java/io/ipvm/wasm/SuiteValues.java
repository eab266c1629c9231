package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.BoolNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.NullNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.component.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Reads the values of the official component suite: `{type, value}` with numbers as text.
final class SuiteValues {
  private SuiteValues() {}

  static Node field(Node node, String key) {
    return ((MapNode) node).find(key).orElse(Node.NULL);
  }

  static String text(Node node, String key) {
    return field(node, key) instanceof StringNode(var text) ? text : "";
  }

  static List<Node> list(Node node, String key) {
    return field(node, key) instanceof ListNode(var items) ? items : List.of();
  }

  static Value read(Node typed, ValType type) {
    var value = field(typed, "value");
    return switch (type) {
      case Prim.BOOL -> new Value.Bool(((BoolNode) value).value());
      case Prim.F32 ->
          new Value.Single(Float.intBitsToFloat(new BigInteger(text(typed, "value")).intValue()));
      case Prim.F64 ->
          new Value.Real(Double.longBitsToDouble(new BigInteger(text(typed, "value")).longValue()));
      case Prim.CHAR -> new Value.Char(text(typed, "value").codePointAt(0));
      case Prim.STRING -> new Value.Text(text(typed, "value"));
      case Prim _ -> new Value.Whole(new BigInteger(text(typed, "value")).longValue());
      case ValType.ListOf(var element) -> sequence(items(value), element);
      case ValType.Tuple(var types) -> {
        var values = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
          values.add(read(items(value).get(i), types.get(i)));
        }
        yield new Value.Fields(values);
      }
      case ValType.RecordOf(var fields) -> {
        var values = new ArrayList<Value>();
        for (int i = 0; i < fields.size(); i++) {
          values.add(read(items(items(value).get(i)).getLast(), fields.get(i).type()));
        }
        yield new Value.Fields(values);
      }
      case ValType.Variant(var cases) -> {
        int index = cases.stream().map(ValType.Case::name).toList().indexOf(text(value, "case"));
        var payload = cases.get(index).payload();
        yield new Value.Choice(
            index, payload.map(t -> read(field(value, "payload"), t)).orElse(null));
      }
      case ValType.EnumOf(var cases) -> new Value.Choice(cases.indexOf(text(typed, "value")), null);
      case ValType.Flags(var names) -> {
        int bits = 0;
        for (var name : items(value)) {
          bits |= 1 << names.indexOf(((StringNode) name).value());
        }
        yield new Value.FlagSet(bits);
      }
      case ValType.OptionOf(var some) ->
          value instanceof NullNode
              ? new Value.Choice(0, null)
              : new Value.Choice(1, read(value, some));
      case ValType.ResultOf(var ok, var err) -> {
        boolean isOk = ((MapNode) value).has("Ok");
        var arm = isOk ? ok : err;
        yield new Value.Choice(
            isOk ? 0 : 1, arm.map(t -> read(field(value, isOk ? "Ok" : "Err"), t)).orElse(null));
      }
      case ValType.Own _, ValType.Borrow _ -> throw new IllegalArgumentException("handle");
    };
  }

  private static List<Node> items(Node node) {
    return ((ListNode) node).items();
  }

  private static Value sequence(List<Node> items, ValType element) {
    if (element == Prim.U8) {
      var bytes = new byte[items.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ((Value.Whole) read(items.get(i), element)).bits();
      }
      return new Value.Octets(Bytes.owned(bytes));
    }
    return new Value.Sequence(items.stream().map(item -> read(item, element)).toList());
  }
}
