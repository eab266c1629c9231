package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the right side of a comparison: numbers with or without a unit, texts in quotation marks,
/// CIDs as they are, `true`, `false`, `null`, bytes as `0x...`, lists and maps in DAG-JSON, and
/// `cbor(0x...)` for the few maps that DAG-JSON has no form for.
final class PolicyValueReader {
  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_EXPONENT = 4;

  /// A unit, and what it counts: bytes or milliseconds, as the limits of a task do.
  private record Unit(String name, long factor) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("B", 1),
          new Unit("kB", 1_000),
          new Unit("MB", 1_000_000),
          new Unit("GB", 1_000_000_000),
          new Unit("KiB", 1L << 10),
          new Unit("MiB", 1L << 20),
          new Unit("GiB", 1L << 30),
          new Unit("ms", 1),
          new Unit("s", 1_000),
          new Unit("m", 60_000),
          new Unit("h", 3_600_000),
          new Unit("d", 86_400_000));

  private static final Map<String, String> OTHER_UNITS =
      Map.of(
          "k",
          "kB or KiB",
          "K",
          "kB or KiB",
          "M",
          "MB or MiB",
          "G",
          "GB or GiB",
          "min",
          "m",
          "sec",
          "s",
          "H",
          "h",
          "S",
          "s",
          "D",
          "d");

  private final TextCursor in;

  PolicyValueReader(TextCursor in) {
    this.in = in;
  }

  Node number(String operator) {
    if (!isNumber()) {
      throw in.expected(operator + " compares numbers: a number");
    }
    return number();
  }

  String pattern() {
    if (in.peek() != '"') {
      throw in.expected("like takes a pattern in quotation marks, such as \"*@example.com\": one");
    }
    return in.quoted();
  }

  Node read() {
    int from = in.at();
    if (in.skip("0x")) {
      return Node.of(hex(from));
    }
    if (isNumber()) {
      return number();
    }
    return switch (in.peek()) {
      case '"' -> Node.of(in.quoted());
      case '[', '{' -> checked(in.jsonCollection(), from);
      default -> word();
    };
  }

  private boolean isNumber() {
    int c = in.peek();
    boolean bytes = c == '0' && in.peek(1) == 'x';
    return c == '-' || (isDigit(c) && !bytes);
  }

  private Bytes hex(int from) {
    var digits = in.word();
    in.skip(digits);
    try {
      return Bytes.fromHex(digits);
    } catch (IllegalArgumentException e) {
      throw in.refused("0x begins bytes: pairs of hexadecimal digits expected", from);
    }
  }

  private Node checked(Node value, int from) {
    var fault = StatementReader.fault(value, 0);
    if (fault != null) {
      throw in.refused(fault, from);
    }
    return value;
  }

  /// With a point, or where it is no whole number, a float; else an integer.
  private Node number() {
    int from = in.at();
    in.skip("-");
    digits();
    boolean point = in.skip(".");
    if (point) {
      digits();
    }
    exponent();
    var text = in.since(from);
    if (text.length() > LONGEST_NUMBER) {
      throw in.refused(
          "a number of " + text.length() + " characters, limit " + LONGEST_NUMBER, from);
    }
    var unit = in.word();
    var value = new BigDecimal(text);
    if (!unit.isEmpty()) {
      long factor = factor(unit);
      in.skip(unit);
      return integer(value.multiply(BigDecimal.valueOf(factor)), from, text + unit);
    }
    return point || !isWhole(value) ? floating(text, from) : integer(value, from, text);
  }

  private void digits() {
    int from = in.at();
    while (isDigit(in.peek())) {
      in.next();
    }
    if (in.at() == from) {
      throw in.expected("a digit");
    }
  }

  private void exponent() {
    int c = in.peek();
    int sign = in.peek(1);
    if ((c == 'e' || c == 'E') && (isDigit(sign) || sign == '-' || sign == '+')) {
      in.next();
      if (!in.skip("-")) {
        in.skip("+");
      }
      int from = in.at();
      digits();
      if (in.at() - from > LONGEST_EXPONENT) {
        throw in.refused("an exponent of more than " + LONGEST_EXPONENT + " digits", from);
      }
    }
  }

  private long factor(String name) {
    for (var unit : UNITS) {
      if (unit.name.equals(name)) {
        return unit.factor;
      }
    }
    var meant =
        Optional.ofNullable(OTHER_UNITS.get(name))
            .or(() -> Spelling.nearest(name, UNITS.stream().map(Unit::name).toList()));
    throw in.refused(
        name
            + " is no unit ("
            + UNITS.stream().map(Unit::name).collect(Collectors.joining(", "))
            + ")"
            + meant.map(it -> "; did you mean " + it + "?").orElse(""),
        in.at());
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWhole(BigDecimal value) {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  private Node integer(BigDecimal value, int from, String text) {
    if (!isWhole(value)) {
      throw in.refused(text + " is no whole number", from);
    }
    if (value.abs().compareTo(BigDecimal.valueOf(StatementReader.MAX_INTEGER)) > 0) {
      throw in.refused(
          "the integer "
              + text
              + " is outside of the 53 bits of a policy; with a point, as in 1.0e20, it is a float",
          from);
    }
    return Node.of(value.longValueExact());
  }

  private Node floating(String text, int from) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw in.refused(text + " is too large for a float", from);
    }
    return Node.of(value);
  }

  private Node word() {
    int from = in.at();
    var word = in.word();
    if (word.isEmpty()) {
      throw in.expected("a value");
    }
    in.skip(word);
    return switch (word) {
      case "true" -> Node.TRUE;
      case "false" -> Node.FALSE;
      case "null" -> Node.NULL;
      case "cbor" -> cbor(from);
      default -> link(word, from);
    };
  }

  private Node cbor(int from) {
    int hexAt = in.at() + 1;
    if (!in.skip("(0x")) {
      throw in.expected("cbor takes bytes, as in cbor(0xa0): (0x");
    }
    var bytes = hex(hexAt);
    if (!in.skip(")")) {
      throw in.expected(")");
    }
    try {
      return checked(DagCbor.decode(bytes), from);
    } catch (MalformedException e) {
      throw in.refused(e.getMessage(), from);
    }
  }

  private Node link(String word, int from) {
    try {
      return Node.of(Cid.parse(word));
    } catch (MalformedException e) {
      boolean looksLikeOne =
          word.startsWith("ba") || word.startsWith("zd") || word.startsWith("Qm");
      throw in.refused(
          looksLikeOne && word.length() > 20
              ? e.getMessage()
              : "a value expected, not " + word + "; text stands in quotation marks",
          from);
    }
  }
}
