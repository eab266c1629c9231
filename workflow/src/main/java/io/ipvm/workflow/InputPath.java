package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.DocumentPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A place in the input of a run, such as `input.size.width` or `input.items[0]`.
record InputPath(List<Step> steps) {
  private static final Pattern FORM =
      Pattern.compile("input((\\.[^.\\[\\]{}\\s]+)|(\\[\\d{1,9}\\]))*");
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)\\]");

  InputPath {
    steps = List.copyOf(steps);
  }

  /// Empty if `text` is no such path.
  static Optional<InputPath> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var steps = new ArrayList<Step>();
    for (var step = STEP.matcher(text); step.find(); ) {
      steps.add(
          step.group(1) != null
              ? new Step.Key(step.group(1))
              : new Step.Index(Integer.parseInt(step.group(2))));
    }
    return Optional.of(new InputPath(steps));
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
