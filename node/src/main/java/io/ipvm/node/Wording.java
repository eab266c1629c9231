package io.ipvm.node;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.workflow.Instruction;

/// Names and reasons, in words for people.
final class Wording {
  private static final int MAX_REASON = 2_000;

  private Wording() {}

  /// What an instruction runs, such as `resize`.
  static String function(Instruction instruction) {
    if (instruction.input() instanceof MapNode input
        && input.find("func").orElse(Node.NULL) instanceof StringNode(var name)) {
      return name;
    }
    return instruction.rsc();
  }

  /// Why a task failed: the message of a described error, else the value a function returned.
  static String reason(Node error) {
    var text =
        switch (error) {
          case StringNode(var message) -> message;
          case MapNode map
              when map.find("message").orElse(Node.NULL) instanceof StringNode(var message) ->
              map.find("function").orElse(Node.NULL) instanceof StringNode(var function)
                  ? message + " in " + function
                  : message;
          default -> DagJson.encode(error);
        };
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
  }
}
