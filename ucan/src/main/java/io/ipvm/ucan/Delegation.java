package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import org.jspecify.annotations.Nullable;

/// A grant: the issuer lets the audience use a command of the subject.
///
/// Its form and its fields were checked, its signature was not: that, and whether a chain of them
/// authorises something, is what a [Validator] says. Source: ucan-wg/delegation 1.0.0; rules 2.4
/// and 2.6.
public final class Delegation implements Token {
  private final Envelope envelope;
  private final Cid cid;
  private final Did issuer;
  private final Did audience;
  private final @Nullable Did subject;
  private final Command command;
  private final Policy policy;
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
    this.policy = Policy.of(fields.list("pol"));
    this.nonce = fields.nonce("nonce");
    this.meta = fields.mapOrEmpty("meta");
    this.notBefore = fields.timeIfPresent("nbf");
    this.expires = fields.timeOrNull("exp");
    fields.end();
    this.cid = envelope.cid();
  }

  static Delegation of(Envelope envelope) {
    return new Delegation(envelope);
  }

  /// Reads a delegation and checks its form.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  public static Delegation decode(Bytes bytes) {
    return decode(bytes, Options.STRICT);
  }

  /// Reads a delegation and checks its form, with exceptions from the rules.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  public static Delegation decode(Bytes bytes, Options options) {
    return new Delegation(
        Envelope.decode(bytes, Envelope.MAX_TOKEN, options).require(Envelope.DELEGATION));
  }

  Envelope envelope() {
    return envelope;
  }

  @Override
  public Bytes bytes() {
    return envelope.bytes();
  }

  @Override
  public Cid cid() {
    return cid;
  }

  @Override
  public Did issuer() {
    return issuer;
  }

  @Override
  public Did audience() {
    return audience;
  }

  /// Null for a powerline, which passes on whatever its issuer holds.
  @Override
  public @Nullable Did subject() {
    return subject;
  }

  @Override
  public Command command() {
    return command;
  }

  public Policy policy() {
    return policy;
  }

  @Override
  public Bytes nonce() {
    return nonce;
  }

  @Override
  public MapNode meta() {
    return meta;
  }

  /// Seconds since 1970, null for "since ever".
  @Override
  public @Nullable Long notBefore() {
    return notBefore;
  }

  /// Seconds since 1970, null for never.
  @Override
  public @Nullable Long expires() {
    return expires;
  }
}
