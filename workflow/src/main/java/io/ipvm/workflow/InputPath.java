package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.DocumentPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A place in the input of a run, such as `input.size.width` or `input.items[0]`.
record InputPath(List<Step> steps) {
  private static final String ROOT = "input";
  private static final String ENDS_OF_NAME = ".[]{}";

  /// More digits than any list has items.
  private static final int MAX_DIGITS = 9;

  InputPath {
    steps = List.copyOf(steps);
  }

  /// Empty if `text` is no such path.
  static Optional<InputPath> parse(String text) {
    if (!text.startsWith(ROOT)) {
      return Optional.empty();
    }
    var steps = new ArrayList<Step>();
    int at = ROOT.length();
    while (at < text.length()) {
      int end = text.charAt(at) == '.' ? endOfName(text, at + 1) : text.indexOf(']', at);
      var step =
          switch (text.charAt(at)) {
            case '.' -> name(text.substring(at + 1, end));
            case '[' -> end < 0 ? Optional.<Step>empty() : index(text.substring(at + 1, end));
            default -> Optional.<Step>empty();
          };
      if (step.isEmpty()) {
        return Optional.empty();
      }
      steps.add(step.get());
      at = text.charAt(at) == '.' ? end : end + 1;
    }
    return Optional.of(new InputPath(steps));
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length()
        && ENDS_OF_NAME.indexOf(text.charAt(end)) < 0
        && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static Optional<Step> name(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(new Step.Key(name));
  }

  private static Optional<Step> index(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(new Step.Index(Integer.parseInt(digits))) : Optional.empty();
  }

  /// The value at this place; empty if the input does not reach that far.
  Optional<Node> find(Node input) {
    var here = Optional.of(input);
    for (var step : steps) {
      here = here.flatMap(node -> follow(node, step));
    }
    return here;
  }

  /// The key of the input this path goes through; empty for the whole input.
  Optional<String> firstKey() {
    return !steps.isEmpty() && steps.getFirst() instanceof Step.Key(var name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /// The canonical form in a template.
  Node toNode() {
    return Node.of("{{ " + this + " }}");
  }

  @Override
  public String toString() {
    var path = DocumentPath.of("input");
    for (var step : steps) {
      path =
          switch (step) {
            case Step.Key(var name) -> path.key(name);
            case Step.Index(var number) -> path.index(number);
          };
    }
    return path.toString();
  }

  private static Optional<Node> follow(Node node, Step step) {
    return switch (step) {
      case Step.Key(var name) -> node instanceof MapNode map ? map.find(name) : Optional.empty();
      case Step.Index(var number) ->
          node instanceof Node.ListNode(var items) && number < items.size()
              ? Optional.of(items.get(number))
              : Optional.empty();
    };
  }
}
