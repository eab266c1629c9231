package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;

/// An instruction with the policy it runs under.
///
/// @param label the local name; unique in its workflow
/// @param cid of the canonical task `{cause, meta, prf, run}`, dag-cbor and sha3-256
/// @param promises what the input awaits, in order of appearance, at any depth
public record Task(
    String label,
    Instruction instruction,
    Cid cid,
    Limits limits,
    MapNode meta,
    List<Promise> promises) {
  public Task {
    requireNonNull(label);
    requireNonNull(instruction);
    requireNonNull(cid);
    requireNonNull(limits);
    requireNonNull(meta);
    promises = List.copyOf(promises);
  }

  /// The canonical task, for display and hashing.
  public Node toNode() {
    throw new UnsupportedOperationException(label);
  }
}
