package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import io.ipvm.keys.Signer;

/// The signed envelope every UCAN travels in: `[signature, {"h": varsig, tag: payload}]` in
/// DAG-CBOR.
///
/// The signature is over the second element as it was received, found by its place in the bytes:
/// what was signed is never encoded again, so no difference between two encoders can change what a
/// signature covers. Strict decoding comes first, so that there is one byte form to sign. Source:
/// ucan-wg/spec 1.0.0, "Envelope"; rules ENV-1 to ENV-7.
///
/// @param bytes the whole token, as received or made
/// @param signed the part of `bytes` that `signature` is over
/// @param keyType what its header says it is signed with
record Envelope(
    Bytes bytes, KeyType keyType, Bytes signature, Bytes signed, String tag, MapNode payload) {
  static final String DELEGATION = "ucan/dlg@1.0.0";
  static final String INVOCATION = "ucan/inv@1.0.0";

  /// Largest token somebody else may send, in bytes (rule LIM-1).
  static final int MAX_TOKEN = 64 * 1024;

  private static final String HEADER = "h";

  /// Bytes of a signature of Ed25519, ES256 and ES256K alike.
  private static final int SIGNATURE_SIZE = 64;

  /// What stands in the place of the signature until there is one.
  private static final Bytes UNSIGNED = Bytes.owned(new byte[SIGNATURE_SIZE]);

  /// A list of two, and the head of a byte string of 64.
  private static final Bytes PREFIX = Bytes.fromHex("825840");

  /// Signs a payload.
  ///
  /// @throws MalformedException if `payload` nests so deep that nobody could read the token
  static Envelope sign(Signer signer, String tag, MapNode payload) {
    var keyType = signer.publicKey().type();
    var sigPayload = MapNode.builder().put(HEADER, Varsig.of(keyType)).put(tag, payload).build();
    // The list around it is encoded, too: it is one level of the depth that readers take.
    var unsigned = DagCbor.encode(Node.list(Node.of(UNSIGNED), sigPayload));
    var signed = unsigned.slice(PREFIX.size() + SIGNATURE_SIZE);
    var signature = signer.sign(signed);
    var bytes = PREFIX.concat(signature).concat(signed);
    return new Envelope(bytes, keyType, signature, signed, tag, payload);
  }

  /// Reads an envelope of at most `limit` bytes and checks its form; the signature is checked by
  /// [#requireSignature], once the payload says whose it is.
  ///
  /// @throws MalformedException that names the rule `bytes` break
  static Envelope decode(Bytes bytes, int limit) {
    return decode(bytes, limit, Options.STRICT);
  }

  static Envelope decode(Bytes bytes, int limit, Options options) {
    if (bytes.size() > limit) {
      throw new MalformedException("a token has " + bytes.size() + " bytes, limit " + limit);
    }
    if (!(DagCbor.decode(bytes) instanceof Node.ListNode(var items)) || items.size() != 2) {
      throw new MalformedException("a token has to be a list of signature and payload");
    }
    if (!(items.get(0) instanceof Node.BytesNode(var signature))) {
      throw new MalformedException("the first element of a token has to be the signature, bytes");
    }
    if (!(items.get(1) instanceof MapNode sigPayload)) {
      throw new MalformedException("the second element of a token has to be a map");
    }
    var keyType = requireHeader(sigPayload);
    if (signature.size() != SIGNATURE_SIZE) {
      throw new MalformedException(
          "the signature has " + signature.size() + " bytes, has to have " + SIGNATURE_SIZE);
    }
    var tag = requireTag(sigPayload);
    if (!(sigPayload.find(tag).orElseThrow() instanceof MapNode payload)) {
      throw new MalformedException("the payload under " + tag + " has to be a map");
    }
    // Strict decoding leaves one way to write what stands before the second element.
    var signed = bytes.slice(PREFIX.size() + SIGNATURE_SIZE);
    return new Envelope(bytes, keyType, signature, signed, tag, payload);
  }

  private static KeyType requireHeader(MapNode sigPayload) {
    var header =
        sigPayload
            .find(HEADER)
            .orElseThrow(() -> new MalformedException("a token has no varsig header h"));
    if (!(header instanceof Node.BytesNode(var varsig))) {
      throw new MalformedException("the varsig header h has to be bytes");
    }
    return Varsig.requireKeyType(varsig);
  }

  private static String requireTag(MapNode sigPayload) {
    if (sigPayload.size() != 2) {
      throw new MalformedException(
          "a token has to hold h and one payload, it holds " + sigPayload.size() + " fields");
    }
    var tag = sigPayload.keys().get(sigPayload.keys().indexOf(HEADER) == 0 ? 1 : 0);
    if (!tag.equals(DELEGATION) && !tag.equals(INVOCATION)) {
      throw new MalformedException(
          "token type "
              + Quoted.of(tag)
              + " is not known, known are "
              + DELEGATION
              + " and "
              + INVOCATION);
    }
    return tag;
  }

  /// Checks what kind of token this is.
  ///
  /// @throws MalformedException if it is of another
  Envelope require(String expected) {
    if (!tag.equals(expected)) {
      throw new MalformedException("the token is " + tag + ", wanted is " + expected);
    }
    return this;
  }

  /// Checks that `issuer` signed this.
  ///
  /// @throws MalformedException if the key of `issuer` is not known from its text
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  void requireSignature(Did issuer) {
    var key = PublicKey.of(issuer);
    if (key.type() != keyType) {
      // Rule VSG-3: no computation before this is settled.
      throw new IpvmException(
          ErrorCode.MISMATCH,
          "token "
              + cid()
              + " is signed with "
              + keyType.title()
              + ", the key of "
              + issuer
              + " is of type "
              + key.type().title());
    }
    if (!key.verifies(signed, signature)) {
      throw new IpvmException(
          ErrorCode.MISMATCH, "the signature of token " + cid() + " is not of " + issuer);
    }
  }

  /// The name of the whole token.
  Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, bytes);
  }
}
