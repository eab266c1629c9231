package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.Optional;

/// A compiled document. One that declares `input` is bound to a value before it can run; an L0
/// document, or an L1 document without `input`, binds to itself.
public interface Template {
  String name();

  /// Of the compiled template document; empty for a document that takes no input.
  Optional<Cid> cid();

  /// The compiled document, DAG-CBOR.
  Bytes bytes();

  /// The JSON Schema of the input; empty for a document that takes none.
  Optional<MapNode> inputSchema();

  /// The tasks and what they await, as far as that is known before the input is.
  WorkflowGraph graph();

  /// Checks `input` against the schema, fills in defaults, substitutes.
  Reading<Workflow> bind(Node input);
}
