package io.ipvm.ucan;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Policies by the text of section 3 of the rules, as plainly as can be, for comparison: nothing is
/// taken apart ahead, nothing is fast, and there are no promises.
final class NaivePolicy {
  private static final Pattern SEGMENT =
      Pattern.compile(
          "(?:\\.?(?<name>[\\p{L}_][\\p{L}\\p{Nd}_$-]*)|\\.?\\[(?:(?<key>\"(?:[^\"\\\\]|\\\\.)*\")"
              + "|(?<from>-?\\d*):(?<to>-?\\d*)|(?<index>-?\\d+)|)\\])(?<optional>\\?*)");

  private NaivePolicy() {}

  static boolean holds(List<Node> policy, Node args) {
    return policy.stream().allMatch(statement -> holds(statement, args));
  }

  private static boolean holds(Node statement, Node root) {
    var parts = items(statement);
    var operator = text(parts.get(0));
    if (operator.equals("and")) {
      return holds(items(parts.get(1)), root);
    }
    if (operator.equals("or")) {
      var alternatives = items(parts.get(1));
      return alternatives.isEmpty() || alternatives.stream().anyMatch(it -> holds(it, root));
    }
    if (operator.equals("not")) {
      return !holds(parts.get(1), root);
    }
    var selected = select(text(parts.get(1)), root);
    if (selected.isEmpty()) {
      return false;
    }
    var node = selected.get();
    var argument = parts.get(2);
    return switch (operator) {
      case "==" -> equal(node, argument);
      case "!=" -> !equal(node, argument);
      case "like" -> node instanceof Node.StringNode(var text) && like(text(argument), text);
      case "all" -> isCollection(node) && items(node).stream().allMatch(it -> holds(argument, it));
      case "any" ->
          isCollection(node)
              && (items(node).isEmpty()
                  || items(node).stream().anyMatch(it -> holds(argument, it)));
      default -> {
        if (number(node).isEmpty()) {
          yield false;
        }
        int order = number(node).get().compareTo(number(argument).orElseThrow());
        yield switch (operator) {
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      }
    };
  }

  static Optional<Node> select(String selector, Node root) {
    var node = root;
    var segments = SEGMENT.matcher(selector.equals(".") ? "" : selector);
    while (segments.lookingAt()) {
      Optional<Node> next = Optional.empty();
      if (segments.group("name") != null || segments.group("key") != null) {
        var key =
            segments.group("name") != null
                ? segments.group("name")
                : text(DagJson.decode(segments.group("key")));
        next =
            node instanceof MapNode map
                ? Optional.of(map.find(key).orElse(Node.NULL))
                : Optional.empty();
      } else if (segments.group("index") != null) {
        var list = numbered(node);
        long index = Long.parseLong(segments.group("index"));
        long at = index < 0 ? list.size() + index : index;
        next = at >= 0 && at < list.size() ? Optional.of(list.get((int) at)) : Optional.empty();
      } else if (segments.group("from") != null) {
        next = slice(node, segments.group("from"), segments.group("to"));
      } else if (isCollection(node)) {
        next = Optional.of(Node.list(items(node)));
      }
      if (next.isEmpty() && segments.group("optional").isEmpty()) {
        return Optional.empty();
      }
      node = next.orElse(Node.NULL);
      segments.region(segments.end(), selector.length());
    }
    return Optional.of(node);
  }

  private static Optional<Node> slice(Node node, String from, String to) {
    if (!(node instanceof Node.ListNode) && !(node instanceof Node.BytesNode)) {
      return Optional.empty();
    }
    int size = numbered(node).size();
    long low = from.isEmpty() ? 0 : Long.parseLong(from);
    long high = to.isEmpty() ? size : Long.parseLong(to);
    int start = (int) Math.clamp(low < 0 ? low + size : low, 0L, size);
    int end = (int) Math.clamp(high < 0 ? high + size : high, 0L, size);
    end = Math.max(start, end);
    return Optional.of(
        node instanceof Node.BytesNode(var bytes)
            ? Node.of(bytes.slice(start, end))
            : Node.list(numbered(node).subList(start, end)));
  }

  /// What an index counts: the items of a list, the bytes of a byte string.
  private static List<Node> numbered(Node node) {
    if (node instanceof Node.BytesNode(var bytes)) {
      var numbers = new ArrayList<Node>();
      for (byte b : bytes.toArray()) {
        numbers.add(Node.of(b & 0xff));
      }
      return numbers;
    }
    return node instanceof Node.ListNode(var items) ? items : List.of();
  }

  private static boolean isCollection(Node node) {
    return node instanceof Node.ListNode || node instanceof MapNode;
  }

  private static List<Node> items(Node node) {
    return node instanceof MapNode map ? map.values() : ((Node.ListNode) node).items();
  }

  private static String text(Node node) {
    return ((Node.StringNode) node).value();
  }

  private static Optional<BigDecimal> number(Node node) {
    return switch (node) {
      case Node.IntNode(long value) -> Optional.of(BigDecimal.valueOf(value));
      case Node.BigIntNode(var value) -> Optional.of(new BigDecimal(value));
      case Node.FloatNode(double value) -> Optional.of(new BigDecimal(value));
      default -> Optional.empty();
    };
  }

  static boolean equal(Node a, Node b) {
    if (number(a).isPresent() && number(b).isPresent()) {
      return number(a).get().compareTo(number(b).get()) == 0;
    }
    if (a instanceof MapNode left && b instanceof MapNode right) {
      return left.keys().equals(right.keys())
          && left.keys().stream()
              .allMatch(it -> equal(left.find(it).orElseThrow(), right.find(it).orElseThrow()));
    }
    if (a instanceof Node.ListNode(var left) && b instanceof Node.ListNode(var right)) {
      if (left.size() != right.size()) {
        return false;
      }
      for (int i = 0; i < left.size(); i++) {
        if (!equal(left.get(i), right.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  /// Which prefixes of the text the pattern so far takes, character by character.
  static boolean like(String pattern, String text) {
    var takes = new boolean[text.length() + 1];
    takes[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      var next = new boolean[text.length() + 1];
      boolean star = pattern.charAt(p) == '*';
      if (pattern.startsWith("\\*", p)) {
        p++;
      }
      for (int t = 0; t <= text.length(); t++) {
        next[t] =
            star
                ? takes[t] || (t > 0 && next[t - 1])
                : t > 0 && takes[t - 1] && text.charAt(t - 1) == pattern.charAt(p);
      }
      takes = next;
    }
    return takes[text.length()];
  }
}
