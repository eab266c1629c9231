package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Optional;

/// A concrete workflow: every input is known, every promise is a link, the tasks form a DAG.
///
/// @param cid of the canonical document: dag-cbor with sha2-256 for L1, with sha3-256 for L0
/// @param bytes the canonical document, DAG-CBOR
/// @param name for people; local
/// @param tasks in an order in which every task follows what it awaits
/// @param output the document's `output`: promises by label inside any value; empty for L0
public record Workflow(
    Cid cid, Bytes bytes, String name, Mapping mapping, List<Task> tasks, Optional<Node> output) {
  public Workflow {
    requireNonNull(cid);
    requireNonNull(bytes);
    requireNonNull(name);
    requireNonNull(mapping);
    tasks = List.copyOf(tasks);
    requireNonNull(output);
  }
}
