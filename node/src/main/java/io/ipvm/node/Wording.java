package io.ipvm.node;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
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

  /// Where a trap was: the function, and the instruction or those it may have been.
  private static String place(MapNode error) {
    if (!(error.find("function").orElse(Node.NULL) instanceof StringNode(var function))) {
      return "";
    }
    if (!(error.find("offset").orElse(Node.NULL) instanceof IntNode(long offset))) {
      return " in " + function;
    }
    var first = " in " + function + " at offset 0x" + Long.toHexString(offset);
    return error.find("until").orElse(Node.NULL) instanceof IntNode(long until)
        ? first + " to 0x" + Long.toHexString(until)
        : first;
  }

  /// Why a task failed: the message of a described error, else the value a function returned.
  static String reason(Node error) {
    var text =
        switch (error) {
          case StringNode(var message) -> message;
          case MapNode map
              when map.find("message").orElse(Node.NULL) instanceof StringNode(var message) ->
              message + place(map);
          default -> DagJson.encode(error);
        };
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
  }
}
