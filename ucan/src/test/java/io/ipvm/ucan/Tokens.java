package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.Signer;

/// Payloads that are right, for tests to spoil one field of, and a way to sign anything.
final class Tokens {
  static final KeyPair ALICE = KeyPair.ofSeed(Bytes.utf8("alice alice alice alice alice ab"));
  static final KeyPair BOB = KeyPair.ofSeed(Bytes.utf8("bob bob bob bob bob bob bob bob "));

  static final Cid RAN = Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, Bytes.utf8("instruction"));

  private Tokens() {}

  static MapNode delegation() {
    return MapNode.builder()
        .put("iss", ALICE.did().text())
        .put("aud", BOB.did().text())
        .put("sub", ALICE.did().text())
        .put("cmd", "/wasm")
        .put("pol", Node.list())
        .put("nonce", Bytes.utf8("twelve bytes"))
        .put("exp", 1_900_000_000L)
        .build();
  }

  static MapNode invocation() {
    return MapNode.builder()
        .put("iss", ALICE.did().text())
        .put("sub", BOB.did().text())
        .put("cmd", "/wasm/run")
        .put("args", MapNode.of("fun", Node.of("add_one")))
        .put("prf", Node.list())
        .put("nonce", Bytes.EMPTY)
        .put("exp", Node.NULL)
        .build();
  }

  static MapNode receipt() {
    return MapNode.builder()
        .put("iss", ALICE.did().text())
        .put("sub", ALICE.did().text())
        .put("cmd", "/ucan/assert/receipt")
        .put(
            "args",
            MapNode.builder().put("ran", RAN).put("out", MapNode.of("ok", Node.of(42L))).build())
        .put("prf", Node.list())
        .put("nonce", Bytes.EMPTY)
        .put("exp", Node.NULL)
        .build();
  }

  /// Delegations that differ by their nonces.
  static Delegation numbered(int number) {
    return Ucan.delegate(ALICE)
        .to(BOB.did())
        .on(ALICE.did())
        .command("/wasm")
        .nonce(Bytes.utf8("number " + number))
        .never()
        .sign();
  }

  static Bytes signed(String tag, MapNode payload) {
    return Envelope.sign(ALICE, tag, payload).bytes();
  }

  /// A token of any shape whose signature is right: over the encoding of `sigPayload`.
  static Bytes signed(Signer signer, Node sigPayload) {
    var signature = signer.sign(DagCbor.encode(sigPayload));
    return DagCbor.encode(Node.list(Node.of(signature), sigPayload));
  }
}
