package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A demand: the issuer asks for a command of the subject to be carried out.
///
/// Read and checked as far as one token alone goes: form, fields, signature. Whether its proofs
/// authorise it is another question. Source: ucan-wg/invocation 1.0.0; rules 2.4, 2.6 and 2.7.
final class Invocation {
  private final Envelope envelope;
  private final Did issuer;
  private final @Nullable Did audience;
  private final Did subject;
  private final Command command;
  private final MapNode args;
  private final List<Cid> proofs;
  private final Bytes nonce;
  private final MapNode meta;
  private final @Nullable Long expires;
  private final @Nullable Long issuedAt;
  private final @Nullable Cid cause;

  private Invocation(Envelope envelope) {
    var fields = new TokenFields("invocation", envelope.payload());
    this.envelope = envelope;
    this.issuer = fields.did("iss");
    this.audience = fields.didIfPresent("aud");
    this.subject = fields.did("sub");
    this.command = fields.command("cmd");
    this.args = fields.map("args");
    this.proofs = fields.links("prf");
    this.nonce = fields.nonce("nonce");
    this.meta = fields.mapOrEmpty("meta");
    this.expires = fields.timeOrNull("exp");
    this.issuedAt = fields.timeIfPresent("iat");
    this.cause = fields.linkIfPresent("cause");
    fields.end();
  }

  /// Reads an invocation of at most `limit` bytes and checks form and signature.
  ///
  /// @throws io.ipvm.ipld.MalformedException if the form is wrong
  /// @throws io.ipvm.ipld.IpvmException `MISMATCH` if the signature is not the issuer's
  static Invocation decode(Bytes bytes, int limit) {
    var invocation = decodeTrusted(bytes, limit);
    invocation.envelope.requireSignature(invocation.issuer);
    return invocation;
  }

  /// Reads an invocation whose signature was checked or made here before.
  ///
  /// @throws io.ipvm.ipld.MalformedException if the form is wrong
  static Invocation decodeTrusted(Bytes bytes, int limit) {
    return new Invocation(Envelope.decode(bytes, limit).require(Envelope.INVOCATION));
  }

  Envelope envelope() {
    return envelope;
  }

  Did issuer() {
    return issuer;
  }

  /// The executor, if it is not the subject.
  @Nullable Did audience() {
    return audience;
  }

  Did subject() {
    return subject;
  }

  Command command() {
    return command;
  }

  MapNode args() {
    return args;
  }

  /// From the root to the delegation to the issuer.
  List<Cid> proofs() {
    return proofs;
  }

  Bytes nonce() {
    return nonce;
  }

  MapNode meta() {
    return meta;
  }

  /// Seconds since 1970, null for never.
  @Nullable Long expires() {
    return expires;
  }

  /// Seconds since 1970, if it says so; never believed.
  @Nullable Long issuedAt() {
    return issuedAt;
  }

  /// The receipt that asked for this.
  @Nullable Cid cause() {
    return cause;
  }

  /// What is asked for, apart from who asks, when and by which right: equal for all who ask the
  /// same, if their nonces are.
  Cid taskId() {
    var task =
        MapNode.builder()
            .put("sub", subject.text())
            .put("cmd", command.text())
            .put("args", args)
            .put("nonce", nonce)
            .build();
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, DagCbor.encode(task));
  }
}
