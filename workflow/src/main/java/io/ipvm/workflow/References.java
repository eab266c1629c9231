package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import io.ipvm.workflow.Draft.Reference;
import java.util.ArrayList;
import java.util.List;

/// Finds what a value of a native document refers to: tasks by label, places of the input.
final class References {
  private References() {}

  /// The labels awaited in `value`, which stands at `path`; maps that look like promises and are
  /// none are errors.
  static List<Reference> byLabel(Node value, DocumentPath path, Problems problems) {
    var found = new ArrayList<Reference>();
    Tree.walk(
        value,
        path,
        (node, at) -> {
          var await = Await.of(node);
          if (await.isPresent()) {
            if (await.get() instanceof Await.ByLabel(_, var label)) {
              found.add(new Reference(label, at));
            }
            return false;
          }
          refuseMalformed(node, at, problems);
          return true;
        });
    return found;
  }

  /// The places of the input used in `value`, each with where it is used.
  static List<InputReference> toInput(Node value, DocumentPath path) {
    var found = new ArrayList<InputReference>();
    Tree.walk(
        value,
        path,
        (node, at) -> {
          if (node instanceof Node.StringNode(var text)
              && Expression.parse(text) instanceof Expression.Input(var place)) {
            found.add(new InputReference(place, at));
          }
          return true;
        });
    return found;
  }

  private static void refuseMalformed(Node node, DocumentPath at, Problems problems) {
    if (node instanceof MapNode map) {
      for (var key : map.keys()) {
        if (Branch.find(key).isPresent()) {
          problems.error(
              at,
              map.size() == 1
                  ? "`" + key + "` awaits " + Kind.of(map.values().getFirst())
                  : "`" + key + "` stands beside other keys",
              "a promise is a map with this key alone, and its value a label or an instruction's"
                  + " link");
        }
      }
    }
  }

  /// A place of the input, and where the document uses it.
  record InputReference(InputPath place, DocumentPath at) {}
}
