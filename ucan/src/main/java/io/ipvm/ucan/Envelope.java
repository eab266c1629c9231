package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
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
import io.ipvm.keys.SignatureAlgorithm;
import io.ipvm.keys.Signer;

/// The signed envelope every UCAN travels in: `[signature, {"h": varsig, tag: payload}]` in
/// DAG-CBOR.
///
/// The signature is over the second element as it was received, found by its place in the bytes:
/// what was signed is never encoded again, so no difference between two encoders can change what a
/// signature covers. Strict decoding comes first, so that there is one byte form to sign. Source:
/// ucan-wg/spec 1.0.0, "Envelope"; rules ENV-1 to ENV-7.
///
/// The one exception is [Option#DAG_JSON_SIGNATURE]: what is signed then stands nowhere in the
/// token and is its second element written as DAG-JSON, of which there is one form, too.
///
/// @param bytes the whole token, as received or made
/// @param algorithm what its header says it is signed with
/// @param signed what `signature` is over; a part of `bytes` unless it is over DAG-JSON
record Envelope(
    Bytes bytes,
    SignatureAlgorithm algorithm,
    Bytes signature,
    Bytes signed,
    String tag,
    MapNode payload) {
  static final String DELEGATION = "ucan/dlg@1.0.0";
  static final String INVOCATION = "ucan/inv@1.0.0";

  /// What stands behind the tag of a token of the release candidate (rule C1).
  private static final String RELEASE_CANDIDATE = "-rc.1";

  /// Largest token somebody else may send, in bytes (rule LIM-1).
  static final int MAX_TOKEN = 64 * 1024;

  private static final String HEADER = "h";

  /// Bytes of a signature of Ed25519, ES256 and ES256K alike, which are all that is signed here.
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
    return new Envelope(bytes, keyType.algorithm(), signature, signed, tag, payload);
  }

  /// Reads an envelope of at most `limit` bytes and checks its form; the signature is checked by
  /// [#requireSignature], once the payload says whose it is.
  ///
  /// @throws MalformedException that names the rule `bytes` break
  static Envelope decode(Bytes bytes, int limit) {
    return decode(bytes, limit, Options.STRICT);
  }

  /// The same, with exceptions from the rules.
  static Envelope decode(Bytes bytes, int limit, Options options) {
    requireSize(bytes, limit);
    if (!(DagCbor.decode(bytes) instanceof Node.ListNode(var items)) || items.size() != 2) {
      throw new MalformedException("a token has to be a list of signature and payload");
    }
    if (!(items.get(0) instanceof Node.BytesNode(var signature))) {
      throw new MalformedException("the first element of a token has to be the signature, bytes");
    }
    if (!(items.get(1) instanceof MapNode sigPayload)) {
      throw new MalformedException("the second element of a token has to be a map");
    }
    var varsig = Varsig.require(requireHeader(sigPayload), options);
    if (signature.size() != varsig.signatureSize()) {
      throw new MalformedException(
          "the signature has "
              + signature.size()
              + " bytes, has to have "
              + varsig.signatureSize());
    }
    var tag = requireTag(sigPayload, options);
    if (!(sigPayload.find(tag).orElseThrow() instanceof MapNode payload)) {
      throw new MalformedException("the payload under " + tag + " has to be a map");
    }
    var signed =
        switch (varsig.encoding()) {
          case DAG_JSON -> Bytes.utf8(DagJson.encode(sigPayload));
          // Strict decoding leaves one way to write what stands before the second element.
          case DAG_CBOR, IDENTICAL -> bytes.slice(1 + headOf(signature) + signature.size());
        };
    return new Envelope(bytes, varsig.algorithm(), signature, signed, tag, payload);
  }

  /// How many bytes stand before a byte string of DAG-CBOR; no signature is smaller than 24 bytes.
  private static int headOf(Bytes signature) {
    return signature.size() < 256 ? 2 : 3;
  }

  static void requireSize(Bytes bytes, int limit) {
    if (bytes.size() > limit) {
      throw new MalformedException("a token has " + bytes.size() + " bytes, limit " + limit);
    }
  }

  private static Bytes requireHeader(MapNode sigPayload) {
    var header =
        sigPayload
            .find(HEADER)
            .orElseThrow(() -> new MalformedException("a token has no varsig header h"));
    if (!(header instanceof Node.BytesNode(var varsig))) {
      throw new MalformedException("the varsig header h has to be bytes");
    }
    return varsig;
  }

  private static String requireTag(MapNode sigPayload, Options options) {
    if (sigPayload.size() != 2) {
      throw new MalformedException(
          "a token has to hold h and one payload, it holds " + sigPayload.size() + " fields");
    }
    var tag = sigPayload.keys().get(sigPayload.keys().indexOf(HEADER) == 0 ? 1 : 0);
    if (!tag.equals(DELEGATION) && !tag.equals(INVOCATION)) {
      var refusal =
          "token type "
              + Quoted.of(tag)
              + " is not known, known are "
              + DELEGATION
              + " and "
              + INVOCATION;
      if (!isA(tag, DELEGATION) && !isA(tag, INVOCATION)) {
        throw new MalformedException(refusal);
      }
      options.require(Option.RELEASE_CANDIDATE, refusal);
    }
    return tag;
  }

  /// Whether `tag` is `expected`, or that of its release candidate.
  private static boolean isA(String tag, String expected) {
    return tag.startsWith(expected)
        && (tag.length() == expected.length()
            || tag.substring(expected.length()).equals(RELEASE_CANDIDATE));
  }

  /// Reads the payload.
  ///
  /// @throws MalformedException that names the field and the rule
  Token toToken(Options options) {
    return isA(tag, DELEGATION) ? Delegation.of(this) : new Invocation(this, options);
  }

  /// Checks what kind of token this is.
  ///
  /// @throws MalformedException if it is of another
  Envelope require(String expected) {
    if (!isA(tag, expected)) {
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
    if (key.type() != keyType()) {
      throw new IpvmException(
          ErrorCode.MISMATCH,
          "token "
              + cid()
              + " is signed with "
              + keyType().title()
              + ", the key of "
              + issuer
              + " is of type "
              + key.type().title());
    }
    if (!isSignedBy(key)) {
      throw new IpvmException(
          ErrorCode.MISMATCH, "the signature of token " + cid() + " is not of " + issuer);
    }
  }

  /// Whether the signature is one of `key`; one by another algorithm than keys of its type have is
  /// not, and no computation comes before that is settled (rule VSG-3).
  boolean isSignedBy(PublicKey key) {
    return key.verifies(algorithm, signed, signature);
  }

  /// The type of the keys that sign as the header says.
  KeyType keyType() {
    return algorithm.keyType();
  }

  /// The name of the whole token.
  Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, bytes);
  }
}
