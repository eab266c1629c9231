package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A grant: the issuer lets the audience use a command of the subject.
///
/// Read and checked as far as one token alone goes: form, fields, signature. Whether a chain of
/// them authorises something, and what the statements of the policy mean, is another question.
/// Source: ucan-wg/delegation 1.0.0; rules 2.4 and 2.6.
final class Delegation {
  private final Envelope envelope;
  private final Cid cid;
  private final Did issuer;
  private final Did audience;
  private final @Nullable Did subject;
  private final Command command;
  private final List<Node> policy;
  private final Bytes nonce;
  private final MapNode meta;
  private final @Nullable Long notBefore;
  private final @Nullable Long expires;

  private Delegation(Envelope envelope) {
    var fields = new TokenFields("delegation", envelope.payload());
    this.envelope = envelope;
    this.issuer = fields.did("iss");
    this.audience = fields.did("aud");
    this.subject = fields.didOrNull("sub");
    this.command = fields.command("cmd");
    this.policy = fields.list("pol");
    this.nonce = fields.nonce("nonce");
    this.meta = fields.mapOrEmpty("meta");
    this.notBefore = fields.timeIfPresent("nbf");
    this.expires = fields.timeOrNull("exp");
    fields.end();
    this.cid = envelope.cid();
  }

  /// Reads a delegation and checks form and signature.
  ///
  /// @throws io.ipvm.ipld.MalformedException if the form is wrong
  /// @throws io.ipvm.ipld.IpvmException `MISMATCH` if the signature is not the issuer's
  static Delegation decode(Bytes bytes) {
    var envelope = Envelope.decode(bytes, Envelope.MAX_TOKEN).require(Envelope.DELEGATION);
    var delegation = new Delegation(envelope);
    envelope.requireSignature(delegation.issuer);
    return delegation;
  }

  Cid cid() {
    return cid;
  }

  Bytes bytes() {
    return envelope.bytes();
  }

  Did issuer() {
    return issuer;
  }

  Did audience() {
    return audience;
  }

  /// Null for a powerline, which passes on whatever its issuer holds.
  @Nullable Did subject() {
    return subject;
  }

  Command command() {
    return command;
  }

  List<Node> policy() {
    return policy;
  }

  Bytes nonce() {
    return nonce;
  }

  MapNode meta() {
    return meta;
  }

  /// Seconds since 1970, null for "since ever".
  @Nullable Long notBefore() {
    return notBefore;
  }

  /// Seconds since 1970, null for never.
  @Nullable Long expires() {
    return expires;
  }
}
