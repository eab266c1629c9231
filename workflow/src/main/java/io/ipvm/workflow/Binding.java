package io.ipvm.workflow;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a draft concrete: puts the input where the document wants it, then turns labels into
/// links, task by task, in an order in which every link is known when it is needed.
final class Binding {
  private final Draft draft;
  private final List<Integer> order;

  /// Empty for a document that takes none, whose text is then never looked at.
  private final Optional<Node> input;

  Binding(Draft draft, List<Integer> order, Optional<Node> input) {
    this.draft = draft;
    this.order = order;
    this.input = input;
  }

  /// @throws io.ipvm.ipld.MalformedException if the document becomes too large or too deep
  Workflow workflow() {
    Map<String, Cid> links = new HashMap<>();
    var tasks = new Task[draft.tasks().size()];
    for (int position : order) {
      var task = draft.tasks().get(position);
      var bound = link(substitute(task.instruction().input()), links);
      var instruction = task.instruction().withInput(bound);
      links.put(task.label(), instruction.cid());
      tasks[position] = task.toTask(instruction);
    }
    var output = draft.output().map(this::substitute);
    var root = input.isPresent() ? draft.root().without("input") : draft.root();
    if (output.isPresent()) {
      root = root.with("output", output.get());
    }
    var inDocumentOrder = List.of(tasks);
    return CanonicalDocument.toWorkflow(
        CanonicalDocument.of(root, inDocumentOrder), draft, inDocumentOrder, output);
  }

  private Node substitute(Node value) {
    return input.map(given -> Node.rewrite(value, node -> valueOf(node, given))).orElse(value);
  }

  private static Optional<Node> valueOf(Node node, Node given) {
    return node instanceof Node.StringNode(var text)
            && Expression.parse(text) instanceof Expression.Input(var path)
        ? path.find(given)
        : Optional.empty();
  }

  /// In Homestar's documents a map of text is data.
  private Node link(Node value, Map<String, Cid> links) {
    return draft.mapping() == Mapping.COMPATIBILITY
        ? value
        : Node.rewrite(value, node -> Await.of(node).flatMap(await -> linked(await, links)));
  }

  private static Optional<Node> linked(Await await, Map<String, Cid> links) {
    return switch (await) {
      case Await.ByLabel(var branch, var label) ->
          Optional.ofNullable(links.get(label)).map(cid -> Await.toNode(branch, Node.of(cid)));
      case Await.ByLink _ -> Optional.empty();
    };
  }
}
