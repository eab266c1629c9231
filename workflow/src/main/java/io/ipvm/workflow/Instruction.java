package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.StringNode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to compute: the part of a task that is hashed and memoised, exactly Homestar's.
///
/// Equal by content, like a record; a class, because it remembers its CID, which a run asks for
/// many times.
public final class Instruction {
  private final String rsc;
  private final String op;
  private final Node input;
  private final Node nnc;

  /// Found when first asked for. Threads may race to find it: they find equal, immutable values.
  private @Nullable Cid cid;

  /// An instruction of these four parts, as they are.
  ///
  /// @param rsc the resource, such as `ipfs://bafy...` (a module) or `java:greet@1`
  /// @param op such as `wasm/run`; verbatim, never trimmed or folded
  /// @param input for `wasm/run` the map `{func, args}`; promises stay inside
  /// @param nnc text or bytes; the empty text where there is none
  public Instruction(String rsc, String op, Node input, Node nnc) {
    this.rsc = requireNonNull(rsc);
    this.op = requireNonNull(op);
    this.input = requireNonNull(input);
    this.nnc = requireNonNull(nnc);
  }

  /// Reads what [#toNode] writes; empty if `node` is something else.
  public static Optional<Instruction> find(Node node) {
    if (node instanceof MapNode map
        && map.size() == 4
        && map.find("rsc").orElse(Node.NULL) instanceof StringNode(var rsc)
        && map.find("op").orElse(Node.NULL) instanceof StringNode(var op)
        && map.has("input")
        && map.has("nnc")) {
      return Optional.of(
          new Instruction(
              rsc, op, map.find("input").orElse(Node.NULL), map.find("nnc").orElse(Node.NULL)));
    }
    return Optional.empty();
  }

  Instruction withInput(Node replacement) {
    return new Instruction(rsc, op, replacement, nnc);
  }

  Instruction withNonce(Node nonce) {
    return new Instruction(rsc, op, input, nonce);
  }

  public String rsc() {
    return rsc;
  }

  public String op() {
    return op;
  }

  public Node input() {
    return input;
  }

  public Node nnc() {
    return nnc;
  }

  public MapNode toNode() {
    return MapNode.builder()
        .put("rsc", rsc)
        .put("op", op)
        .put("input", input)
        .put("nnc", nnc)
        .build();
  }

  /// CIDv1, dag-cbor, sha3-256 (`homestar.md` section 3): the memo key.
  public Cid cid() {
    var known = cid;
    if (known == null) {
      known = cidOf(toNode());
      cid = known;
    }
    return known;
  }

  /// Of an instruction in canonical form.
  static Cid cidOf(Node canonical) {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, DagCbor.encode(canonical));
  }

  static boolean isNonceSize(int bytes) {
    return bytes == 12 || bytes == 16;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instruction that
        && rsc.equals(that.rsc)
        && op.equals(that.op)
        && input.equals(that.input)
        && nnc.equals(that.nnc);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rsc, op, input, nnc);
  }

  @Override
  public String toString() {
    return toNode().toString();
  }
}
