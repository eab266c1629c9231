package io.ipvm.ucan;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Reads the selector that comes next in a text, as far as it goes.
///
/// ```
/// selector = "." | "." name rest | "." bracket rest
/// rest     = { "?" | "." name | bracket }
/// bracket  = "[" [ string | index | slice ] "]"
/// name     = (letter | "_") { letter | digit | "_" | "$" | "-" }
/// ```
final class SelectorReader {
  /// Largest index, and with a minus the smallest (rule SEL-6).
  static final long MAX_INDEX = (1L << 53) - 1;

  private final TextCursor in;
  private final ArrayList<Selector.Segment> segments = new ArrayList<>();

  private SelectorReader(TextCursor in) {
    this.in = in;
  }

  /// Reads a selector that begins with its dot.
  ///
  /// @throws PolicySyntaxException with the column
  static Selector read(TextCursor in) {
    int from = in.at();
    if (!in.skip(".")) {
      throw in.expected("a selector begins with a dot: a dot");
    }
    if (in.peek() == '?') {
      throw in.refused("? stands after a field or a bracket", in.at());
    }
    var reader = new SelectorReader(in);
    if (in.peek() == '[') {
      reader.rest();
    } else if (isNameStart(in.peek())) {
      reader.add(reader.name());
      reader.rest();
    } else if (in.peek() == '.') {
      throw in.refused("two dots in a row; there is no search in depth", in.at());
    }
    return new Selector(in.since(from), reader.segments);
  }

  /// Reads a selector whose first dot is left out, before a name.
  ///
  /// @throws PolicySyntaxException with the column
  static Selector readBare(TextCursor in) {
    int from = in.at();
    var reader = new SelectorReader(in);
    reader.add(reader.name());
    reader.rest();
    return new Selector("." + in.since(from), reader.segments);
  }

  private void rest() {
    while (true) {
      if (in.skip(".")) {
        add(name());
      } else if (in.peek() == '[') {
        add(bracket());
      } else {
        return;
      }
    }
  }

  private void add(Selector.Segment segment) {
    segments.add(segment);
    if (segments.size() > Selector.MAX_SEGMENTS) {
      throw in.refused(
          "a selector has more than " + Selector.MAX_SEGMENTS + " segments", in.at() - 1);
    }
  }

  private Selector.Segment name() {
    int from = in.at();
    if (!isNameStart(in.peek())) {
      throw in.expected("a field name; others than letters stand as [\"...\"]; a name");
    }
    while (isNamePart(in.peek())) {
      in.next();
    }
    return new Selector.Segment.Field(in.since(from), optional());
  }

  private Selector.Segment bracket() {
    in.next();
    if (in.skip("]")) {
      return new Selector.Segment.Values(optional());
    }
    if (in.peek() == '"') {
      var key = in.quoted();
      close();
      return new Selector.Segment.Field(key, optional());
    }
    int from = in.at();
    var first = integer();
    if (in.skip(":")) {
      var second = integer();
      if (first == null && second == null) {
        throw in.refused("a slice has at least one bound, such as [2:] or [:-1]", from);
      }
      close();
      return new Selector.Segment.Slice(first, second, optional());
    }
    if (first == null) {
      throw in.expected("an index, a slice or a key in quotation marks");
    }
    close();
    return new Selector.Segment.Index(first, optional());
  }

  private void close() {
    if (!in.skip("]")) {
      throw in.expected("]");
    }
  }

  private boolean optional() {
    boolean marked = false;
    while (in.skip("?")) {
      marked = true;
    }
    return marked;
  }

  private @Nullable Long integer() {
    int from = in.at();
    boolean negative = in.skip("-");
    int digitsAt = in.at();
    long value = 0;
    while (in.peek() >= '0' && in.peek() <= '9') {
      value = 10 * value + (in.peek() - '0');
      if (value > MAX_INDEX) {
        throw in.refused("an index is larger than " + MAX_INDEX, from);
      }
      in.next();
    }
    if (in.at() == digitsAt) {
      if (negative) {
        throw in.expected("a digit");
      }
      return null;
    }
    return negative ? -value : value;
  }

  /// Whether `key` can stand after a dot, without quotation marks.
  static boolean isName(String key) {
    return !key.isEmpty()
        && isNameStart(key.codePointAt(0))
        && key.codePoints().allMatch(SelectorReader::isNamePart);
  }

  static boolean isNameStart(int point) {
    return point == '_' || Character.isLetter(point);
  }

  static boolean isNamePart(int point) {
    return isNameStart(point) || Character.isDigit(point) || point == '$' || point == '-';
  }
}
