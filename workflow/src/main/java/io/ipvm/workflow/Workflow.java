package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A concrete workflow: every input is known, every promise is a link, the tasks form a DAG.
///
/// @param cid of the canonical document: dag-cbor with sha2-256 for L1, with sha3-256 for L0
/// @param bytes the canonical document, DAG-CBOR
/// @param name for people; local
/// @param tasks in an order in which every task follows what it awaits
/// @param output the document's `output`: promises by label inside any value; empty for L0
/// @param timeout how long the whole run may take, where the document says so
public record Workflow(
    Cid cid,
    Bytes bytes,
    String name,
    Mapping mapping,
    List<Task> tasks,
    Optional<Node> output,
    Optional<Duration> timeout) {
  public Workflow {
    requireNonNull(cid);
    requireNonNull(bytes);
    requireNonNull(name);
    requireNonNull(mapping);
    tasks = List.copyOf(tasks);
    requireNonNull(output);
    requireNonNull(timeout);
  }

  /// The task the document calls `label`, be it by its first name or by another.
  public Optional<Task> findTask(String label) {
    return tasks.stream().filter(task -> task.isCalled(label)).findFirst();
  }

  /// Of `{tasks}` alone, dag-cbor and sha3-256: the name of this workflow among Homestar nodes.
  public Cid homestarCid() {
    return CanonicalDocument.projection(bytes);
  }

  /// This workflow with the nonces that `nonces` gives, of 12 or 16 bytes; a task without one keeps
  /// what it has. Every await of a task that changed is rewritten, and so is every CID.
  public Workflow withNonces(Function<Task, Optional<Bytes>> nonces) {
    return Nonces.bind(this, nonces);
  }
}
