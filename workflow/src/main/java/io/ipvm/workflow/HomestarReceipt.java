package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;

/// The receipt Homestar would issue: unsigned, five keys, its CID a fact every node agrees on
/// (`homestar.md` section 7). Anything more would change that CID, so our signature is a document
/// of its own that links to this one.
///
/// @param ran the CID of the invocation, not of the task
/// @param out what the task came to
/// @param meta for `wasm/run` the map `{op: <function as the caller spelled it>}`
public record HomestarReceipt(Cid ran, Outcome out, MapNode meta) {
  public HomestarReceipt {
    requireNonNull(ran);
    requireNonNull(out);
    requireNonNull(meta);
  }

  /// The receipt of `task`, which came to `out`.
  public static HomestarReceipt of(Task task, Outcome out) {
    var function =
        task.instruction().input() instanceof MapNode input
            ? input.find("func").map(name -> MapNode.of("op", name)).orElse(MapNode.EMPTY)
            : MapNode.EMPTY;
    return new HomestarReceipt(task.invocation(), out, function);
  }

  /// Exactly `{iss, meta, out, prf, ran}`.
  public MapNode toNode() {
    var tag =
        switch (out) {
          case Outcome.Ok _ -> "ok";
          case Outcome.Failed _ -> "error";
        };
    return MapNode.builder()
        .put("iss", Node.NULL)
        .put("meta", meta)
        .put("out", Node.list(Node.of(tag), out.value()))
        .put("prf", Node.list())
        .put("ran", ran)
        .build();
  }

  public Bytes bytes() {
    return DagCbor.encode(toNode());
  }

  /// CIDv1, dag-cbor, sha3-256.
  public Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, bytes());
  }
}
