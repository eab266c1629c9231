package io.ipvm.ipld;

import java.math.BigDecimal;
import java.math.MathContext;

/// Writes DAG-JSON, dense (the canonical form) or indented.
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final boolean indented;
  private final String colon;
  private final StringBuilder out = new StringBuilder();

  JsonWriter(boolean indented) {
    this.indented = indented;
    this.colon = indented ? ": " : ":";
  }

  String write(Node value) {
    item(value, 0);
    return out.toString();
  }

  private void item(Node value, int depth) {
    switch (value) {
      case Node.NullNode() -> out.append("null");
      case Node.BoolNode(boolean flag) -> out.append(flag);
      case Node.IntNode(long number) -> out.append(number);
      case Node.BigIntNode(var number) -> out.append(number);
      case Node.FloatNode(double number) -> out.append(floating(number));
      case Node.StringNode(var text) -> text(text);
      case Node.BytesNode(var bytes) -> {
        out.append("{\"/\"").append(colon).append("{\"bytes\"").append(colon);
        out.append('"').append(Multibase.BASE64.encodeBare(bytes)).append("\"}}");
      }
      case Node.LinkNode(var cid) ->
          out.append("{\"/\"").append(colon).append('"').append(cid).append("\"}");
      case Node.ListNode list -> list(list, deeper(depth));
      case MapNode map -> map(map, deeper(depth));
    }
    if (out.length() > DagJson.MAX_SIZE) {
      throw new MalformedException("value is longer than " + DagJson.MAX_SIZE + " as DAG-JSON");
    }
  }

  private static int deeper(int depth) {
    if (depth == DagJson.MAX_DEPTH) {
      throw new MalformedException("value nests deeper than " + DagJson.MAX_DEPTH);
    }
    return depth + 1;
  }

  private void list(Node.ListNode list, int depth) {
    out.append('[');
    var separator = "";
    for (var item : list.items()) {
      out.append(separator);
      line(depth);
      item(item, depth);
      separator = ",";
    }
    if (!list.items().isEmpty()) {
      line(depth - 1);
    }
    out.append(']');
  }

  private void map(MapNode map, int depth) {
    if (DagJson.isReserved(map)) {
      throw new MalformedException(
          "a map of "
              + map.size()
              + " keys, the first \"/\" with a value that DAG-JSON reserves for"
              + " links or bytes, has no DAG-JSON form");
    }
    var order = DagJson.sortedKeys(map);
    out.append('{');
    var separator = "";
    for (int index : order) {
      out.append(separator);
      line(depth);
      text(map.key(index));
      out.append(colon);
      item(map.value(index), depth);
      separator = ",";
    }
    if (order.length > 0) {
      line(depth - 1);
    }
    out.append('}');
  }

  private void line(int depth) {
    if (indented) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void text(String text) {
    int unpaired = Utf8.unpaired(text);
    if (unpaired >= 0) {
      throw new MalformedException(
          "string has an unpaired surrogate at " + unpaired + ", which has no UTF-8 form");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// The shortest digits that read back as `number`, laid out as ECMAScript does, with `.0` where
  /// it would look like an integer.
  private static String floating(double number) {
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    var digits = shortest(number);
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -6 && exponent <= 20) {
      var plain = digits.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    var unscaled = digits.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }

  private static BigDecimal shortest(double number) {
    var digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    // Java prints two digits where one would do (9.9E-324 for 1E-323).
    var one = digits.round(new MathContext(1));
    return one.doubleValue() == number ? one : digits;
  }
}
