package io.ipvm.workflow;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import java.util.Optional;

/// A promise as documents write it: a map whose only key is `await/ok`, `await/error` or `await/*`.
sealed interface Await {
  Branch branch();

  /// The canonical form, which is hashed.
  record ByLink(Branch branch, Cid instruction) implements Await {
    Promise promise() {
      return new Promise(branch, instruction);
    }
  }

  /// The form of templates and of a document's `output`.
  record ByLabel(Branch branch, String label) implements Await {}

  /// Any other map, and any other value, is data.
  static Optional<Await> of(Node node) {
    if (!(node instanceof MapNode map) || map.size() != 1) {
      return Optional.empty();
    }
    return Branch.find(map.keys().getFirst())
        .flatMap(branch ->
            switch (map.values().getFirst()) {
              case Node.LinkNode(var cid) -> Optional.of(new ByLink(branch, cid));
              case Node.StringNode(var label) -> Optional.of(new ByLabel(branch, label));
              default -> Optional.empty();
            });
  }

  static Node toNode(Branch branch, Node target) {
    return MapNode.of(branch.key(), target);
  }
}
