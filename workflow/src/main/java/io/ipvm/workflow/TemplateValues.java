package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.References.InputReference;
import java.util.ArrayList;
import java.util.List;

/// Replaces `{{ }}` in what people write by what it stands for: promises by label, links, and `{{
/// input.path }}` in its canonical form, which waits for the input of the run.
final class TemplateValues {
  private final LocalContent content;
  private final Problems problems;
  private final List<InputReference> inputs = new ArrayList<>();

  TemplateValues(LocalContent content, Problems problems) {
    this.content = content;
    this.problems = problems;
  }

  /// What of the input all values so far use.
  List<InputReference> inputs() {
    return List.copyOf(inputs);
  }

  Node compile(Node node, DocumentPath path) {
    return switch (node) {
      case Node.StringNode(var text) -> compileText(node, text, path);
      case Node.ListNode(var items) -> {
        var compiled = new ArrayList<Node>(items.size());
        for (int i = 0; i < items.size(); i++) {
          compiled.add(compile(items.get(i), path.index(i)));
        }
        yield Node.list(compiled);
      }
      case MapNode map -> {
        var compiled = MapNode.builder();
        map.forEach((key, value) -> {
          if (key.contains("{{")) {
            problems.keyError(path.key(key), "a key cannot hold `{{ }}`", "");
          }
          compiled.put(key, compile(value, path.key(key)));
        });
        yield compiled.build();
      }
      case Node.NullNode _,
          Node.BoolNode _,
          Node.IntNode _,
          Node.BigIntNode _,
          Node.FloatNode _,
          Node.BytesNode _,
          Node.LinkNode _ ->
          node;
    };
  }

  private Node compileText(Node node, String text, DocumentPath at) {
    return switch (Expression.parse(text)) {
      case Expression.Literal _ -> node;
      case Expression.Needs(var branch, var label) -> Await.toNode(branch, Node.of(label));
      case Expression.Input(var place) -> {
        inputs.add(new InputReference(place, at));
        yield place.toNode();
      }
      case Expression.File(var path) -> content.file(path, at).map(Node::of).orElse(Node.NULL);
      case Expression.Directory(var path) ->
          content.directory(path, at).map(Node::of).orElse(Node.NULL);
      case Expression.Glob(var pattern) ->
          Node.list(content.glob(pattern, at).stream().map(Node::of).toList());
      case Expression.Link(var cid) -> Node.of(cid);
      case Expression.Wrong(var message, var advice) -> {
        problems.error(at, message, advice);
        yield Node.NULL;
      }
    };
  }
}
