package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;

/// What kind of value something is, in words for messages.
final class Kind {
  private static final int MAX_SHOWN = 40;

  private Kind() {}

  static String of(Node node) {
    return switch (node) {
      case Node.NullNode _ -> "nothing (null)";
      case Node.BoolNode _ -> "a boolean";
      case Node.IntNode _, Node.BigIntNode _ -> "an integer";
      case Node.FloatNode _ -> "a float";
      case Node.StringNode _ -> "text";
      case Node.BytesNode _ -> "bytes";
      case Node.LinkNode _ -> "a link";
      case Node.ListNode _ -> "a list";
      case MapNode _ -> "a map";
    };
  }

  /// The value itself where that is short, else what kind it is.
  static String shown(Node node) {
    var text =
        switch (node) {
          case Node.BoolNode(var value) -> "`" + value + "`";
          case Node.IntNode(var value) -> "`" + value + "`";
          case Node.BigIntNode(var value) -> "`" + value + "`";
          case Node.FloatNode(var value) -> "`" + value + "`";
          case Node.StringNode(var value) -> "`" + value + "`";
          default -> of(node);
        };
    return text.length() <= MAX_SHOWN ? text : of(node);
  }
}
