package io.ipvm.ucan;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;

/// Policies and arguments as DAG-JSON, which is shorter in tests.
final class Policies {
  private Policies() {}

  static Policy of(String json) {
    return DagJson.decode(json) instanceof Node.ListNode(var statements)
        ? Policy.of(statements)
        : Policy.EMPTY;
  }

  static MapNode args(String json) {
    return (MapNode) DagJson.decode(json);
  }

  /// One statement, whether it holds for `args`.
  static boolean holds(String statement, String args) {
    return of("[" + statement + "]").match(args(args)) instanceof PolicyMatch.Satisfied;
  }
}
