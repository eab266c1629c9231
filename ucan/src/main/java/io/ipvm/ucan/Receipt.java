package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;

/// The signed result of one task: an invocation of `/ucan/assert/receipt` (rules RCP-1 to RCP-6).
///
/// One task by one executor under one profile gives one receipt, byte for byte: empty nonce, no
/// `iat`, `exp` null, no `aud`, no proofs, `meta` with reproducible counters only and absent when
/// empty. The decoder refuses every other form, so that a result has one CID for everybody who
/// computed it and a receipt cannot be varied into a second one.
///
/// A receipt wraps an invocation and is none: nothing here can be dispatched.
///
/// @param cid of `bytes`, dag-cbor and sha2-256
/// @param bytes the whole signed envelope, as received or made
/// @param issuer who ran the task and signed
/// @param ran the instruction CID for tasks of documents, the Task ID for UCAN invocations
public record Receipt(Cid cid, Bytes bytes, Did issuer, Cid ran, Outcome out, MapNode meta) {
  /// Largest receipt, in bytes. It exceeds the 64 KiB of other tokens because results of documents
  /// stand in it whole; large byte strings do not, they are linked to.
  public static final int MAX_SIZE = 1024 * 1024;

  private static final String COMMAND = "/ucan/assert/receipt";
  private static final String DID_KEY = "did:key:";

  public Receipt {
    requireNonNull(cid);
    requireNonNull(bytes);
    requireNonNull(issuer);
    requireNonNull(ran);
    requireNonNull(out);
    requireNonNull(meta);
  }

  /// Signs a new receipt; `meta` is left out of the payload when it is empty.
  ///
  /// @throws IpvmException `EXHAUSTED` if the receipt would have more than [#MAX_SIZE] bytes
  /// @throws MalformedException if `out` or `meta` nests deeper than a receipt can hold
  public static Receipt issue(Signer executor, Cid ran, Outcome out, MapNode meta) {
    var issuer = executor.did();
    var payload =
        MapNode.builder()
            .put("iss", issuer.text())
            .put("sub", issuer.text())
            .put("cmd", COMMAND)
            .put("args", MapNode.builder().put("ran", ran).put("out", out.toNode()).build())
            .put("prf", Node.list())
            .put("nonce", Bytes.EMPTY)
            .put("exp", Node.NULL);
    if (meta.size() > 0) {
      payload.put("meta", meta);
    }
    var envelope = Envelope.sign(executor, Envelope.INVOCATION, payload.build());
    int size = envelope.bytes().size();
    if (size > MAX_SIZE) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "the receipt of task " + ran + " has " + size + " bytes, limit " + MAX_SIZE);
    }
    return new Receipt(envelope.cid(), envelope.bytes(), issuer, ran, out, meta);
  }

  /// Reads a receipt of at most [#MAX_SIZE] bytes and checks form and signature.
  ///
  /// @throws MalformedException if the form is wrong
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt decode(Bytes bytes) {
    return decode(bytes, MAX_SIZE);
  }

  /// Reads a receipt of at most `limit` bytes and checks form and signature.
  ///
  /// @throws MalformedException if the form is wrong
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt decode(Bytes bytes, int limit) {
    var token = Invocation.decode(bytes, limit, Options.STRICT);
    token.envelope().requireSignature(token.issuer());
    return of(token);
  }

  /// Reads a receipt of this node's own store, whose signature was checked or made here before.
  ///
  /// @throws MalformedException if the form is wrong
  public static Receipt decodeTrusted(Bytes bytes) {
    return of(Invocation.decode(bytes, MAX_SIZE, Options.STRICT));
  }

  private static Receipt of(Invocation token) {
    if (!token.command().text().equals(COMMAND)) {
      throw new MalformedException(
          "the token is an invocation of " + token.command() + ", a receipt is one of " + COMMAND);
    }
    if (!token.subject().equals(token.issuer())) {
      throw new MalformedException(
          "a receipt is about its issuer: sub is "
              + token.subject()
              + " and iss is "
              + token.issuer());
    }
    requirePlain(token.issuer());
    requireAbsent("aud", token.audience() == null);
    requireAbsent("iat", token.issuedAt() == null);
    requireAbsent("cause", token.cause() == null);
    requireAbsent("an exp other than null", token.expires() == null);
    requireAbsent("a nonce", token.nonce().isEmpty());
    requireAbsent("proofs in prf", token.proofs().isEmpty());
    var payload = token.envelope().payload();
    requireAbsent("an empty meta", !payload.has("meta") || token.meta().size() > 0);
    requireAbsent("effects in args.run, which are not supported", !token.args().has("run"));
    var args = Fields.of(token.args(), "receipt args");
    var ran = args.requireLink("ran");
    var out = Outcome.of(args.require("out"));
    args.end();
    var envelope = token.envelope();
    return new Receipt(envelope.cid(), envelope.bytes(), token.issuer(), ran, out, token.meta());
  }

  /// A did:key with a version or a fragment would be a second form of the same receipt; without
  /// them there is one text for a key.
  private static void requirePlain(Did issuer) {
    var text = issuer.text();
    if (!text.startsWith(DID_KEY)
        || text.indexOf('#') >= 0
        || text.indexOf(':', DID_KEY.length()) >= 0) {
      throw new MalformedException("receipt: iss has to be a plain did:key, is " + issuer);
    }
  }

  private static void requireAbsent(String what, boolean absent) {
    if (!absent) {
      throw new MalformedException("a receipt must not have " + what);
    }
  }
}
