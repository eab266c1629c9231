package io.ipvm.ucan;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads statements from the form tokens carry, strictly: what could not be evaluated is refused
/// now (rules POL-6, POL-7). A refusal names the place by its path within the token, such as
/// `pol/0/1/2`.
final class StatementReader {
  /// Largest integer of a policy, and with a minus the smallest (rules POL-7, C22).
  static final long MAX_INTEGER = (1L << 53) - 1;

  private static final String OPERATORS = "==, !=, <, <=, >, >=, like, and, or, not, all, any";

  private static final String BROKEN = "a text has an unpaired surrogate";

  private int statements;

  /// Where something stands: a list that only becomes text when there is something to say.
  private record Place(@Nullable Place parent, int index) {
    Place at(int child) {
      return new Place(this, child);
    }

    @Override
    public String toString() {
      return (parent == null ? "pol" : parent.toString()) + "/" + index;
    }
  }

  List<Statement> readAll(List<Node> nodes) {
    var read = new ArrayList<Statement>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      read.add(read(nodes.get(i), new Place(null, i), 1));
    }
    return List.copyOf(read);
  }

  private Statement read(Node node, Place place, int depth) {
    if (++statements > Policy.MAX_STATEMENTS) {
      throw refused(place, "more than " + Policy.MAX_STATEMENTS + " statements");
    }
    if (depth > Policy.MAX_DEPTH) {
      throw refused(place, "nested deeper than " + Policy.MAX_DEPTH);
    }
    if (!(node instanceof Node.ListNode(var parts))) {
      throw refused(place, "a statement is of kind " + Node.kind(node) + ", not list");
    }
    if (parts.isEmpty() || !(parts.getFirst() instanceof Node.StringNode first)) {
      throw refused(place, "a statement does not begin with an operator");
    }
    var operator = first.value();
    int arity =
        switch (operator) {
          case "and", "or", "not" -> 2;
          case "==", "!=", "<", "<=", ">", ">=", "like", "all", "any" -> 3;
          default ->
              throw refused(
                  place, "unknown operator " + Quoted.of(operator) + " (known: " + OPERATORS + ")");
        };
    if (parts.size() != arity) {
      throw refused(
          place, "\"" + operator + "\" is a list of " + arity + " parts, not " + parts.size());
    }
    return arity == 2
        ? connective(operator, parts.get(1), place.at(1), depth)
        : selecting(operator, parts, place, depth);
  }

  private Statement connective(String operator, Node argument, Place place, int depth) {
    if (operator.equals("not")) {
      return new Statement.Not(read(argument, place, depth + 1));
    }
    if (!(argument instanceof Node.ListNode(var operands))) {
      throw refused(
          place, "\"" + operator + "\" joins a list of statements, not a " + Node.kind(argument));
    }
    var read = new ArrayList<Statement>(operands.size());
    for (int i = 0; i < operands.size(); i++) {
      read.add(read(operands.get(i), place.at(i), depth + 1));
    }
    return operator.equals("and") ? new Statement.And(read) : new Statement.Or(read);
  }

  private Statement selecting(String operator, List<Node> parts, Place place, int depth) {
    var selector = selector(parts.get(1), place.at(1));
    var argument = parts.get(2);
    var at = place.at(2);
    return switch (operator) {
      case "==" -> new Statement.Equal(selector, value(argument, at));
      case "!=" -> new Statement.NotEqual(selector, value(argument, at));
      case "<" -> compare(selector, Statement.Order.LESS, argument, at);
      case "<=" -> compare(selector, Statement.Order.AT_MOST, argument, at);
      case ">" -> compare(selector, Statement.Order.MORE, argument, at);
      case ">=" -> compare(selector, Statement.Order.AT_LEAST, argument, at);
      case "all" -> new Statement.All(selector, read(argument, at, depth + 1));
      case "any" -> new Statement.Any(selector, read(argument, at, depth + 1));
      default -> like(selector, argument, at);
    };
  }

  private static Selector selector(Node node, Place place) {
    if (!(node instanceof Node.StringNode(var text))) {
      throw refused(place, "a selector is of kind " + Node.kind(node) + ", not string");
    }
    try {
      return Selector.parse(text);
    } catch (MalformedException e) {
      throw new MalformedException(place + ": " + e.getMessage(), e);
    }
  }

  private static Statement compare(
      Selector selector, Statement.Order order, Node number, Place place) {
    if (!Numbers.isNumber(number)) {
      throw refused(
          place, "\"" + order.operator() + "\" compares with a number, not a " + Node.kind(number));
    }
    return new Statement.Compare(selector, order, value(number, place));
  }

  private static Statement like(Selector selector, Node pattern, Place place) {
    if (!(pattern instanceof Node.StringNode(var text))) {
      throw refused(place, "\"like\" takes a pattern, not a " + Node.kind(pattern));
    }
    value(pattern, place);
    return new Statement.Like(selector, LikePattern.of(text));
  }

  private static Node value(Node node, Place place) {
    var fault = fault(node, 0);
    if (fault != null) {
      throw refused(place, fault);
    }
    return node;
  }

  /// What a value of a policy may not have, null if it is right.
  static @Nullable String fault(Node node, int depth) {
    boolean nests = node instanceof Node.ListNode || node instanceof MapNode;
    if (nests && depth == Policy.MAX_VALUE_DEPTH) {
      return "a value nests deeper than " + Policy.MAX_VALUE_DEPTH;
    }
    return switch (node) {
      case Node.IntNode(long value) when value > MAX_INTEGER || value < -MAX_INTEGER ->
          outside(value);
      case Node.BigIntNode(var value) -> outside(value);
      case Node.ListNode(var items) -> firstFault(items, depth + 1);
      case MapNode map when map.keys().stream().anyMatch(StatementReader::isBroken) -> BROKEN;
      case MapNode map -> firstFault(map.values(), depth + 1);
      case Node.StringNode(var text) when isBroken(text) -> BROKEN;
      case Node.NullNode _,
          Node.BoolNode _,
          Node.IntNode _,
          Node.FloatNode _,
          Node.StringNode _,
          Node.BytesNode _,
          Node.LinkNode _ ->
          null;
    };
  }

  /// Whether half of a pair of surrogates is alone; no token carries that, memory can.
  private static boolean isBroken(String text) {
    return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  private static @Nullable String firstFault(List<Node> nodes, int depth) {
    for (var node : nodes) {
      var fault = fault(node, depth);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static String outside(Number value) {
    return "the integer " + value + " is outside of the 53 bits of a policy";
  }

  private static MalformedException refused(Place place, String what) {
    return new MalformedException(place + ": " + what);
  }
}
