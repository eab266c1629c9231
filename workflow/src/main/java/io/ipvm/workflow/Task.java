package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Optional;

/// An instruction with the policy it runs under.
///
/// @param label the local name; unique in its workflow
/// @param aliases the other labels the document gives the same instruction; empty for L0, which
///   refuses equal instructions
/// @param limits what it may use; with aliases, the widest any of them is given
/// @param cause the receipt that asked for the task
/// @param meta verbatim, whatever it is; policy stands in its `ipvm/config`
/// @param prf links to the UCANs that authorise it
/// @param promises what the input awaits, in order of appearance, at any depth
public record Task(
    String label,
    List<String> aliases,
    Instruction instruction,
    Limits limits,
    Optional<Cid> cause,
    Node meta,
    List<Cid> prf,
    List<Promise> promises) {
  public Task {
    requireNonNull(label);
    aliases = List.copyOf(aliases);
    requireNonNull(instruction);
    requireNonNull(limits);
    requireNonNull(cause);
    requireNonNull(meta);
    prf = List.copyOf(prf);
    promises = List.copyOf(promises);
  }

  /// Of the canonical task, dag-cbor and sha3-256; changes when the policy changes.
  public Cid cid() {
    return sha3(toNode());
  }

  /// Of the invocation `{task}`: what a compatibility receipt calls `ran`.
  public Cid invocation() {
    return sha3(MapNode.of("task", toNode()));
  }

  /// The canonical task `{cause, meta, prf, run}`, for display and hashing.
  public MapNode toNode() {
    return MapNode.builder()
        .put("cause", cause.map(Node::of).orElse(Node.NULL))
        .put("meta", meta)
        .put("prf", Node.list(prf.stream().map(Node::of).toList()))
        .put("run", instruction.toNode())
        .build();
  }

  /// Whether the document calls this task `name`.
  public boolean isCalled(String name) {
    return label.equals(name) || aliases.contains(name);
  }

  private static Cid sha3(Node node) {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, DagCbor.encode(node));
  }
}
