package io.ipvm.ucan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the language in which people write policies, which `docs/policies.md` explains.
///
/// ```
/// policy      = [ expression ]
/// expression  = conjunction { "or" conjunction }
/// conjunction = term { "and" term }
/// term        = "not" term
///             | ( "all" | "any" ) selector "(" expression ")"
///             | ( "and" | "or" ) "(" [ expression { "," expression } ] ")"
///             | "(" expression ")"
///             | selector ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "like" ) value
/// ```
///
/// What an outermost `and` joins become statements of the policy; every other becomes a statement
/// `and`. Parentheses around one statement leave no trace. The dot that begins a selector may be
/// left out before a name that is none of the words above. Values are [PolicyValueReader]'s.
final class PolicyReader {
  private static final String OPERATORS = "== != < <= > >= like";

  /// What people write who know another language.
  private static final Map<String, String> OTHERS =
      Map.of(
          "=", "==", "===", "==", "<>", "!=", "=<", "<=", "=>", ">=", "~", "like", "is", "==",
          "matches", "like");

  private static final Map<String, String> OTHER_JOINTS =
      Map.of("&&", "and", "&", "and", "||", "or", "|", "or", ",", "and", ";", "and");

  private final TextCursor in;
  private int statements;
  private int nested;

  private PolicyReader(String text) {
    this.in = new TextCursor(text);
  }

  static List<Statement> read(String text) {
    if (text.length() > Policy.MAX_TEXT) {
      int column = text.codePointCount(0, Policy.MAX_TEXT) + 1;
      throw new PolicySyntaxException(
          "column "
              + column
              + ": a policy of "
              + text.length()
              + " characters, limit "
              + Policy.MAX_TEXT,
          column);
    }
    return new PolicyReader(text).policy();
  }

  private List<Statement> policy() {
    in.space();
    if (in.atEnd()) {
      return List.of();
    }
    int from = in.at();
    var first = conjunction();
    var policy = nextIs("or") ? List.of(disjunction(first, from)) : first;
    if (!in.atEnd()) {
      throw joint();
    }
    return policy;
  }

  private Statement expression() {
    int from = in.at();
    return disjunction(conjunction(), from);
  }

  private Statement disjunction(List<Statement> first, int from) {
    var read = new ArrayList<Statement>();
    read.add(joined(first, from));
    while (takes("or")) {
      int at = in.at();
      read.add(joined(conjunction(), at));
    }
    return read.size() == 1 ? read.getFirst() : counted(new Statement.Or(read), from);
  }

  private Statement joined(List<Statement> statements, int from) {
    return statements.size() == 1
        ? statements.getFirst()
        : counted(new Statement.And(statements), from);
  }

  private List<Statement> conjunction() {
    var read = new ArrayList<Statement>();
    do {
      read.add(term());
      in.space();
    } while (takes("and"));
    return read;
  }

  private Statement term() {
    in.space();
    int from = in.at();
    if (++nested > Policy.MAX_DEPTH) {
      throw in.refused("nested deeper than " + Policy.MAX_DEPTH, from);
    }
    var word = name();
    var statement =
        switch (word) {
          case "not" -> {
            in.skip(word);
            yield counted(new Statement.Not(term()), from);
          }
          case "all", "any" -> quantified(word, from);
          case "and", "or" -> listed(word, from);
          default -> in.peek() == '(' ? group("(") : comparison(from);
        };
    nested--;
    return statement;
  }

  private Statement group(String open) {
    in.space();
    if (!in.skip(open)) {
      throw in.expected(open);
    }
    var statement = expression();
    if (!in.skip(")")) {
      throw joint();
    }
    return statement;
  }

  private Statement quantified(String word, int from) {
    in.skip(word);
    in.space();
    var selector = selector(word);
    var statement = group("(");
    return counted(
        word.equals("all")
            ? new Statement.All(selector, statement)
            : new Statement.Any(selector, statement),
        from);
  }

  private Statement listed(String word, int from) {
    in.skip(word);
    in.space();
    if (!in.skip("(")) {
      throw in.refused(fieldOrStatement(word), from);
    }
    var read = new ArrayList<Statement>();
    in.space();
    if (!in.skip(")")) {
      do {
        read.add(expression());
      } while (in.skip(","));
      if (!in.skip(")")) {
        throw joint();
      }
    }
    return counted(word.equals("and") ? new Statement.And(read) : new Statement.Or(read), from);
  }

  private Statement comparison(int from) {
    var selector = selector("");
    in.space();
    int operatorAt = in.at();
    var operator = operator();
    in.space();
    var value = new PolicyValueReader(in);
    var statement =
        switch (operator) {
          case "==" -> new Statement.Equal(selector, value.read());
          case "!=" -> new Statement.NotEqual(selector, value.read());
          case "<" -> new Statement.Compare(selector, Statement.Order.LESS, value.number(operator));
          case "<=" ->
              new Statement.Compare(selector, Statement.Order.AT_MOST, value.number(operator));
          case ">" -> new Statement.Compare(selector, Statement.Order.MORE, value.number(operator));
          case ">=" ->
              new Statement.Compare(selector, Statement.Order.AT_LEAST, value.number(operator));
          case "like" -> new Statement.Like(selector, LikePattern.of(value.pattern()));
          default -> throw in.refused(unknown(operator), operatorAt);
        };
    return counted(statement, from);
  }

  private Selector selector(String quantifier) {
    if (in.peek() == '.') {
      return SelectorReader.read(in);
    }
    int from = in.at();
    var word = name();
    if (PolicyWriter.KEYWORDS.contains(word)) {
      throw in.refused(fieldOrStatement(word), from);
    }
    if (!SelectorReader.isNameStart(in.peek())) {
      throw quantifier.isEmpty()
          ? in.expected("a statement, such as limits.gas <= 1e9,")
          : in.expected("\"" + quantifier + "\" goes through a list or a map: its selector");
    }
    var selector = SelectorReader.readBare(in);
    if (quantifier.isEmpty() && in.peek() == '(') {
      throw in.refused(
          "there is no function "
              + word
              + "; before ( stand and, or, not, all <selector>"
              + " and any <selector>",
          from);
    }
    return selector;
  }

  /// A run of signs or one word.
  private String operator() {
    int from = in.at();
    while ("=!<>~".indexOf(in.peek()) >= 0) {
      in.next();
    }
    if (in.at() == from) {
      var word = in.word();
      if (word.isEmpty()) {
        throw in.expected("an operator (" + OPERATORS + ")");
      }
      in.skip(word);
    }
    return in.since(from);
  }

  private static String unknown(String operator) {
    var meant =
        Optional.ofNullable(OTHERS.get(operator.toLowerCase(Locale.ROOT)))
            .or(() -> Spelling.nearest(operator, Set.of("like")));
    return "an operator ("
        + OPERATORS
        + ") expected, not "
        + operator
        + meant.map(it -> "; did you mean " + it + "?").orElse("");
  }

  private static String fieldOrStatement(String word) {
    return word.equals("and") || word.equals("or")
        ? "a statement expected, not " + word + "; a field of that name is written ." + word
        : "a selector expected, not " + word + "; a field of that name is written ." + word;
  }

  private boolean nextIs(String word) {
    in.space();
    return name().equals(word);
  }

  private String name() {
    return in.run(SelectorReader::isNamePart);
  }

  private boolean takes(String word) {
    return nextIs(word) && in.skip(word);
  }

  /// What stands where two statements are joined, or where the last one ends, and does not do so.
  private PolicySyntaxException joint() {
    var text = in.atEnd() ? "" : Character.toString(in.peek());
    var sign = text.equals("&") || text.equals("|") ? doubled(text) : text;
    var meant =
        Optional.ofNullable(OTHER_JOINTS.get(sign))
            .or(() -> Spelling.nearest(name(), List.of("and", "or")));
    return in.expected(
        (nested > 0 ? "and, or, or a closing parenthesis" : "and, or, or the end")
            + meant.map(it -> " (did you mean " + it + "?)").orElse(""));
  }

  private String doubled(String sign) {
    return in.peek(1) == sign.charAt(0) ? sign + sign : sign;
  }

  private Statement counted(Statement statement, int from) {
    if (++statements > Policy.MAX_STATEMENTS) {
      throw in.refused("more than " + Policy.MAX_STATEMENTS + " statements", from);
    }
    if (depth(statement) > Policy.MAX_DEPTH) {
      throw in.refused("nested deeper than " + Policy.MAX_DEPTH, from);
    }
    return statement;
  }

  private static int depth(Statement statement) {
    return switch (statement) {
      case Statement.Equal _, Statement.NotEqual _, Statement.Compare _, Statement.Like _ -> 1;
      case Statement.And(var parts) -> 1 + depth(parts);
      case Statement.Or(var parts) -> 1 + depth(parts);
      case Statement.Not(var part) -> 1 + depth(part);
      case Statement.All(_, var part) -> 1 + depth(part);
      case Statement.Any(_, var part) -> 1 + depth(part);
    };
  }

  private static int depth(List<Statement> statements) {
    return statements.stream().mapToInt(PolicyReader::depth).max().orElse(0);
  }
}
