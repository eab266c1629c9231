package io.ipvm.ucan;

import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.util.List;
import java.util.Set;

/// Writes statements as [PolicyReader] reads them. Nothing in the text does something to a
/// terminal: invisible characters are escaped.
final class PolicyWriter {
  /// Words that begin a statement of their own, and are a field only behind a dot.
  static final Set<String> KEYWORDS = Set.of("and", "or", "not", "all", "any");

  private static final long MEBI = 1L << 20;
  private static final long GIBI = 1L << 30;
  private static final long MILLION = 1_000_000;

  private final StringBuilder out = new StringBuilder();

  private PolicyWriter() {}

  static String write(List<Statement> policy) {
    var writer = new PolicyWriter();
    if (policy.size() == 1 && !(policy.getFirst() instanceof Statement.And)) {
      writer.expression(policy.getFirst());
    } else {
      writer.operands(policy, " and ");
    }
    return writer.out.toString();
  }

  static String write(Statement statement) {
    var writer = new PolicyWriter();
    writer.expression(statement);
    return writer.out.toString();
  }

  private void expression(Statement statement) {
    switch (statement) {
      case Statement.Equal(var selector, var value) ->
          out.append(bare(selector)).append(" == ").append(value(value));
      case Statement.NotEqual(var selector, var value) ->
          out.append(bare(selector)).append(" != ").append(value(value));
      case Statement.Compare(var selector, var order, var number) ->
          out.append(bare(selector))
              .append(' ')
              .append(order.operator())
              .append(' ')
              .append(value(number));
      case Statement.Like(var selector, var pattern) ->
          out.append(bare(selector)).append(" like ").append(quoted(pattern.text()));
      case Statement.And(var statements) -> joined("and", statements);
      case Statement.Or(var statements) -> joined("or", statements);
      case Statement.Not(var negated) -> {
        out.append("not ");
        operand(negated);
      }
      case Statement.All(var selector, var each) -> quantified("all ", selector, each);
      case Statement.Any(var selector, var one) -> quantified("any ", selector, one);
    }
  }

  private void quantified(String word, Selector selector, Statement statement) {
    out.append(word).append(bare(selector)).append(" (");
    expression(statement);
    out.append(')');
  }

  /// One statement or none has nothing to stand between, so the word comes first.
  private void joined(String word, List<Statement> statements) {
    if (statements.size() > 1) {
      operands(statements, " " + word + " ");
      return;
    }
    out.append(word).append('(');
    statements.forEach(this::expression);
    out.append(')');
  }

  private void operands(List<Statement> statements, String separator) {
    for (int i = 0; i < statements.size(); i++) {
      out.append(i == 0 ? "" : separator);
      operand(statements.get(i));
    }
  }

  private void operand(Statement statement) {
    boolean grouped =
        switch (statement) {
          case Statement.And(var parts) -> parts.size() > 1;
          case Statement.Or(var parts) -> parts.size() > 1;
          default -> false;
        };
    out.append(grouped ? "(" : "");
    expression(statement);
    out.append(grouped ? ")" : "");
  }

  /// Without the dot, where it is a field without it.
  static String bare(Selector selector) {
    var text = selector.text();
    int end = 1;
    while (end < text.length() && ".[?".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end == 1 || KEYWORDS.contains(text.substring(1, end)) ? text : text.substring(1);
  }

  static String value(Node value) {
    return switch (value) {
      case Node.IntNode(long number) -> integer(number);
      case Node.FloatNode _ -> floating(DagJson.encode(value));
      case Node.StringNode(var text) -> quoted(text);
      case Node.BytesNode(var bytes) -> "0x" + bytes.hex();
      case Node.LinkNode(var cid) -> cid.toString();
      default -> {
        try {
          yield visible(DagJson.encode(value));
        } catch (MalformedException e) {
          // A map that JSON would read back as a link.
          yield "cbor(0x" + DagCbor.encode(value).hex() + ")";
        }
      }
    };
  }

  /// Large round numbers as one says them.
  private static String integer(long number) {
    if (number < MILLION) {
      return Long.toString(number);
    }
    int zeros = 0;
    long digits = number;
    while (digits % 10 == 0) {
      digits /= 10;
      zeros++;
    }
    if (digits < 1000 && zeros >= 6) {
      return digits + "e" + zeros;
    }
    if (number % GIBI == 0) {
      return number / GIBI + "GiB";
    }
    return number % MEBI == 0 ? number / MEBI + "MiB" : Long.toString(number);
  }

  /// A float has a point, which is how it is told from an integer.
  private static String floating(String json) {
    int exponent = json.indexOf('e');
    return json.indexOf('.') >= 0 || exponent < 0
        ? json
        : json.substring(0, exponent) + ".0" + json.substring(exponent);
  }

  /// As a JSON string.
  static String quoted(String text) {
    return visible(DagJson.encode(Node.of(text)));
  }

  /// JSON whose strings show every character.
  private static String visible(String json) {
    if (json.codePoints().allMatch(Quoted::isVisible)) {
      return json;
    }
    var shown = new StringBuilder();
    for (int i = 0; i < json.length(); i += Character.charCount(json.codePointAt(i))) {
      int point = json.codePointAt(i);
      if (Quoted.isVisible(point)) {
        shown.appendCodePoint(point);
      } else {
        for (char unit : Character.toChars(point)) {
          shown.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
        }
      }
    }
    return shown.toString();
  }
}
