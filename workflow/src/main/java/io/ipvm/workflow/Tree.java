package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.function.BiPredicate;

/// Walks over values. Readers bound their depth, so recursion is safe here.
final class Tree {
  private static final long LINK = 40;

  private Tree() {}

  /// About how many bytes `node` takes when it is written out, at most `Long.MAX_VALUE`.
  static long size(Node node) {
    return switch (node) {
      case Node.StringNode(var text) -> 1L + text.length();
      case Node.BytesNode(var bytes) -> 1L + bytes.size();
      case Node.LinkNode _ -> LINK;
      case Node.ListNode(var items) -> items.stream().mapToLong(Tree::size).sum() + 1;
      case MapNode map ->
          map.values().stream().mapToLong(Tree::size).sum()
              + map.keys().stream().mapToLong(String::length).sum()
              + 1;
      case Node.NullNode _, Node.BoolNode _, Node.IntNode _, Node.BigIntNode _, Node.FloatNode _ ->
          1;
    };
  }

  /// Shows `node`, which stands at `path`, and all its parts to `visitor`; where that answers false
  /// the walk does not go deeper.
  static void walk(Node node, DocumentPath path, BiPredicate<Node, DocumentPath> visitor) {
    if (!visitor.test(node, path)) {
      return;
    }
    if (node instanceof Node.ListNode(var items)) {
      for (int i = 0; i < items.size(); i++) {
        walk(items.get(i), path.index(i), visitor);
      }
    } else if (node instanceof MapNode map) {
      map.forEach((key, value) -> walk(value, path.key(key), visitor));
    }
  }
}
