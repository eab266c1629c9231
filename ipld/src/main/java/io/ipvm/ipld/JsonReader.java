package io.ipvm.ipld;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over a DAG-JSON text; looks ahead only to tell a link or bytes from a map.
final class JsonReader {
  /// No integer in range has more digits.
  private static final int MAX_DIGITS = 20;

  private record Entry(String key, Node value, int at) {
    static final Comparator<Entry> BY_KEY = Comparator.comparing(Entry::key, MapNode.ORDER);
  }

  private final String in;
  private final DagJson.Options options;
  private int at;
  private int items;

  JsonReader(String in, DagJson.Options options) {
    this.in = in;
    this.options = options;
  }

  Node read() {
    if (in.length() > DagJson.MAX_SIZE) {
      throw new MalformedException(
          "DAG-JSON of " + in.length() + " characters, limit " + DagJson.MAX_SIZE);
    }
    int unpaired = Utf8.unpaired(in);
    if (unpaired >= 0) {
      throw refused("unpaired surrogate", unpaired);
    }
    space();
    var value = item(0);
    space();
    if (at < in.length()) {
      throw refused(shown() + " after the value", at);
    }
    return value;
  }

  private Node item(int depth) {
    if (++items > DagJson.MAX_ITEMS) {
      throw refused("more than " + DagJson.MAX_ITEMS + " items", at);
    }
    return switch (peek()) {
      case '{' -> {
        var leaf = linkOrBytes();
        yield leaf != null ? leaf : map(deeper(depth));
      }
      case '[' -> list(deeper(depth));
      case '"' -> Node.of(text());
      case 't' -> word("true", Node.TRUE);
      case 'f' -> word("false", Node.FALSE);
      case 'n' -> word("null", Node.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw refused("a value expected, not " + shown(), at);
    };
  }

  private int deeper(int depth) {
    if (depth == DagJson.MAX_DEPTH) {
      throw refused("nested deeper than " + DagJson.MAX_DEPTH, at);
    }
    return depth + 1;
  }

  private Node list(int depth) {
    at++;
    var items = new ArrayList<Node>();
    space();
    if (!skip(']')) {
      do {
        space();
        items.add(item(depth));
        space();
      } while (skip(','));
      expect(']');
    }
    return new Node.ListNode(items);
  }

  private Node map(int depth) {
    at++;
    var entries = new ArrayList<Entry>();
    space();
    if (!skip('}')) {
      do {
        space();
        int keyAt = at;
        if (peek() != '"') {
          throw refused("a key expected, not " + shown(), at);
        }
        var key = text();
        items++;
        space();
        expect(':');
        space();
        entries.add(new Entry(key, item(depth), keyAt));
        space();
      } while (skip(','));
      expect('}');
    }
    return sorted(entries);
  }

  private MapNode sorted(List<Entry> entries) {
    entries.sort(Entry.BY_KEY);
    for (int i = 1; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entries.get(i - 1).key.equals(entry.key)) {
        throw refused("duplicate key " + Quoted.of(entry.key), entry.at);
      }
    }
    return MapNode.ascending(
        entries.stream().map(Entry::key).toArray(String[]::new),
        entries.stream().map(Entry::value).toArray(Node[]::new));
  }

  /// The link or bytes that start here, or null, and nothing read, if this is a plain map.
  private @Nullable Node linkOrBytes() {
    int from = at;
    at++;
    if (keyIs("/")) {
      if (peek() == '"') {
        return link(from);
      }
      if (peek() == '{') {
        at++;
        if (keyIs("bytes") && peek() == '"') {
          return bytes(from);
        }
      }
    }
    at = from;
    return null;
  }

  /// Whether the next thing is `key` and a colon, which are then read, with the space around them.
  private boolean keyIs(String key) {
    space();
    if (peek() != '"' || !text().equals(key)) {
      return false;
    }
    space();
    expect(':');
    space();
    return true;
  }

  private Node link(int from) {
    int textAt = at;
    var text = text();
    closeReserved(from);
    try {
      return Node.of(Cid.parse(text));
    } catch (MalformedException e) {
      throw new MalformedException(where(e.getMessage(), textAt), e);
    }
  }

  private Node bytes(int from) {
    int textAt = at;
    var text = text();
    closeReserved(from);
    closeReserved(from);
    try {
      return Node.of(Multibase.BASE64.decodeBare(text));
    } catch (MalformedException e) {
      throw new MalformedException(where(e.getMessage(), textAt), e);
    }
  }

  private void closeReserved(int from) {
    space();
    if (!skip('}')) {
      throw refused("a map that starts like a link or bytes has more in it", from);
    }
  }

  private Node word(String word, Node value) {
    if (!in.startsWith(word, at)) {
      throw refused("a value expected, not " + shown(), at);
    }
    at += word.length();
    return value;
  }

  private Node number() {
    int from = at;
    skip('-');
    int digitsAt = at;
    digits();
    if (in.charAt(digitsAt) == '0' && at - digitsAt > 1) {
      throw refused("number starts with a superfluous 0", from);
    }
    int digits = at - digitsAt;
    boolean integer = true;
    if (skip('.')) {
      digits();
      integer = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (!skip('+')) {
        skip('-');
      }
      digits();
      integer = false;
    }
    var text = in.substring(from, at);
    return integer ? integer(text, digits, from) : floating(text, from);
  }

  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw refused("a digit expected, not " + shown(), at);
    }
  }

  private Node integer(String text, int digits, int from) {
    if (options.wideIntegersAsFloats() && text.equals("-0")) {
      return floating(text, from);
    }
    if (digits < 19) {
      return Node.of(Long.parseLong(text));
    }
    if (digits <= MAX_DIGITS) {
      var value = new BigInteger(text);
      boolean fits = value.bitLength() <= Long.SIZE;
      // An i64 or a u64, and nothing below: that is what Homestar's reader knows.
      boolean narrow = value.bitLength() < Long.SIZE || value.signum() > 0;
      if (fits && (narrow || !options.wideIntegersAsFloats())) {
        return Node.of(value);
      }
    }
    if (options.wideIntegersAsFloats()) {
      return floating(text, from);
    }
    throw refused("integer outside -2^64 to 2^64-1", from);
  }

  private Node floating(String text, int from) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw refused("float is too large for 64 bits", from);
    }
    return Node.of(value);
  }

  private String text() {
    int from = at++;
    int plain = at;
    while (peek() != '"' && peek() != '\\' && peek() >= 0x20) {
      at++;
    }
    if (peek() == '"') {
      return in.substring(plain, at++);
    }
    var text = new StringBuilder().append(in, plain, at);
    while (!skip('"')) {
      int c = peek();
      if (c < 0x20) {
        throw refused(
            c < 0 ? "string without an end" : "control character in a string", c < 0 ? from : at);
      }
      at++;
      text.append(c == '\\' ? escape() : (char) c);
    }
    if (Utf8.unpaired(text.toString()) >= 0) {
      throw refused("string with an unpaired surrogate", from);
    }
    return text.toString();
  }

  private char escape() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
          if (digit < 0) {
            throw refused("four hexadecimal digits expected, not " + shown(), at);
          }
          unit = (unit << 4) | digit;
          at++;
        }
        yield (char) unit;
      }
      default -> throw refused("unknown escape", at - 2);
    };
  }

  private void space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /// The next character, or -1 at the end.
  private int peek() {
    return at < in.length() ? in.charAt(at) : -1;
  }

  private boolean skip(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw refused("'" + c + "' expected, not " + shown(), at);
    }
  }

  private String shown() {
    return at < in.length() ? Quoted.ofCharacter(in.codePointAt(at)) : "the end";
  }

  private MalformedException refused(String what, int where) {
    return new MalformedException(where(what, where));
  }

  private static String where(String what, int where) {
    return "DAG-JSON: " + what + " at offset " + where;
  }
}
