package io.ipvm.ucan;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.util.ArrayList;
import java.util.List;

/// What arguments have that makes a statement false, in a few words such as `limits.gas is 5e9`.
///
/// It is for whoever is refused, and ends in logs: values are cut, and of bytes, lists and maps
/// only the size is told.
final class Finding {
  /// Longest finding, in characters.
  static final int LONGEST = 80;

  private final Evaluation evaluation;

  /// @param evaluation that has not done anything yet
  Finding(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /// Why `statement`, which is false in `root`, is so.
  String of(Statement statement, Node root) {
    var found = describe(statement, root, "");
    return found.isEmpty() ? "the arguments do not meet it" : cut(found, LONGEST);
  }

  private String describe(Statement statement, Node root, String place) {
    return switch (statement) {
      case Statement.Equal(var selector, _) -> found(selector, root, place);
      case Statement.NotEqual(var selector, _) -> found(selector, root, place);
      case Statement.Compare(var selector, _, _) -> found(selector, root, place);
      case Statement.Like(var selector, _) -> found(selector, root, place);
      case Statement.And(var parts) -> first(parts, root, place);
      case Statement.Or(var parts) -> each(parts, root, place);
      case Statement.Not(var part) -> inner(part, root, place);
      case Statement.All(var selector, var part) -> element(selector, part, root, place);
      case Statement.Any(var selector, _) -> found(selector, root, place);
    };
  }

  /// Of a statement that is true, and should not be.
  private String inner(Statement statement, Node root, String place) {
    return switch (statement) {
      case Statement.And(var parts) -> parts.isEmpty() ? "and() holds" : each(parts, root, place);
      case Statement.Or(var parts) -> parts.isEmpty() ? "or() holds" : each(parts, root, place);
      case Statement.Not(var part) -> inner(part, root, place);
      case Statement.All(var selector, _) -> found(selector, root, place);
      default -> describe(statement, root, place);
    };
  }

  private String first(List<Statement> parts, Node root, String place) {
    for (var part : parts) {
      if (evaluation.evaluate(part, root) == Evaluation.Truth.FALSE) {
        return describe(part, root, place);
      }
    }
    return "";
  }

  private String each(List<Statement> parts, Node root, String place) {
    var found = new ArrayList<String>();
    int length = 0;
    for (int i = 0; i < parts.size() && length < LONGEST; i++) {
      var one = describe(parts.get(i), root, place);
      if (!found.contains(one)) {
        found.add(one);
        length += one.length();
      }
    }
    return String.join(", ", found);
  }

  private String element(Selector selector, Statement part, Node root, String place) {
    var node = selector.select(root, evaluation);
    var items = node == null ? null : Evaluation.items(node);
    if (node == null || items == null) {
      return found(selector, root, place);
    }
    for (int i = 0; i < items.size(); i++) {
      if (evaluation.evaluate(part, items.get(i)) == Evaluation.Truth.FALSE) {
        var key = node instanceof MapNode map ? PolicyWriter.quoted(map.keys().get(i)) : "" + i;
        return describe(part, items.get(i), path(place, selector) + "[" + key + "]");
      }
    }
    return "";
  }

  private String found(Selector selector, Node root, String place) {
    var missing = selector.missing(root, evaluation);
    if (missing.isPresent()) {
      return path(place, missing.get()) + " is missing";
    }
    var node = selector.select(root, evaluation);
    return path(place, selector) + " is " + (node == null ? "missing" : value(node));
  }

  /// Where `selector` leads from `place` on, which is empty for the arguments themselves.
  private static String path(String place, Selector selector) {
    var text = selector.text();
    if (place.isEmpty()) {
      return text.equals(".") ? "the whole of the arguments" : PolicyWriter.bare(selector);
    }
    return place + (text.equals(".") ? "" : text.startsWith(".[") ? text.substring(1) : text);
  }

  private static String value(Node node) {
    return switch (node) {
      case Node.StringNode(var text) -> cut(Quoted.of(text), LONGEST / 2);
      case Node.BytesNode(var bytes) -> "a byte string of " + bytes.size();
      case Node.ListNode(var items) -> "a list of " + items.size();
      case MapNode map -> "a map of " + map.size();
      case Node.BigIntNode(var number) -> number.toString();
      case Node.NullNode _, Node.BoolNode _, Node.IntNode _, Node.FloatNode _, Node.LinkNode _ ->
          PolicyWriter.value(node);
    };
  }

  /// The first `longest` characters, the last of them dots if that is not all.
  static String cut(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
  }
}
