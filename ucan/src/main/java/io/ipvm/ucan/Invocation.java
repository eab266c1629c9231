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
/// Its form and its fields were checked, its signature was not: that, and whether its proofs
/// authorise it, is what a [Validator] says. Source: ucan-wg/invocation 1.0.0; rules 2.4, 2.6 and
/// 2.7.
public final class Invocation implements Token {
  private final Envelope envelope;
  private final Cid cid;
  private final Did issuer;
  private final @Nullable Did audience;
  private final Did subject;
  private final Command command;
  private final MapNode args;
  private final List<Cid> proofs;
  private final Bytes nonce;
  private final MapNode meta;
  private final @Nullable Long notBefore;
  private final @Nullable Long expires;
  private final @Nullable Long issuedAt;
  private final @Nullable Cid cause;

  Invocation(Envelope envelope, Options options) {
    var fields = new TokenFields("invocation", envelope.payload());
    this.envelope = envelope;
    this.cid = envelope.cid();
    this.issuer = fields.did("iss");
    this.audience = fields.didIfPresent("aud");
    this.subject = fields.did("sub");
    this.command = fields.command("cmd");
    this.args = fields.map("args");
    this.proofs = fields.links("prf");
    this.nonce = fields.nonce("nonce");
    this.meta = fields.mapOrEmpty("meta");
    this.notBefore = fields.timeIfPresent("nbf");
    this.expires = fields.timeOrNull("exp");
    this.issuedAt = fields.timeIfPresent("iat");
    this.cause = fields.linkIfPresent("cause");
    fields.end();
    if (notBefore != null) {
      options.require(
          Option.INVOCATION_NBF,
          "invocation has the unknown key \"nbf\", it is one of delegations");
    }
  }

  /// Reads an invocation and checks its form.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  public static Invocation decode(Bytes bytes) {
    return decode(bytes, Envelope.MAX_TOKEN, Options.STRICT);
  }

  /// Reads an invocation and checks its form, with exceptions from the rules.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  public static Invocation decode(Bytes bytes, Options options) {
    return decode(bytes, Envelope.MAX_TOKEN, options);
  }

  static Invocation decode(Bytes bytes, int limit, Options options) {
    return new Invocation(
        Envelope.decode(bytes, limit, options).require(Envelope.INVOCATION), options);
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

  /// The executor, if it is not the subject.
  @Override
  public @Nullable Did audience() {
    return audience;
  }

  @Override
  public Did subject() {
    return subject;
  }

  @Override
  public Command command() {
    return command;
  }

  public MapNode args() {
    return args;
  }

  /// From the root to the delegation to the issuer.
  public List<Cid> proofs() {
    return proofs;
  }

  @Override
  public Bytes nonce() {
    return nonce;
  }

  @Override
  public MapNode meta() {
    return meta;
  }

  /// Seconds since 1970; null for "since ever", and always without [Option#INVOCATION_NBF]. It is
  /// to be enforced where it is there (rule C11).
  @Override
  public @Nullable Long notBefore() {
    return notBefore;
  }

  /// Seconds since 1970, null for never.
  @Override
  public @Nullable Long expires() {
    return expires;
  }

  /// Seconds since 1970, if it says so; never believed.
  public @Nullable Long issuedAt() {
    return issuedAt;
  }

  /// The receipt that asked for this.
  public @Nullable Cid cause() {
    return cause;
  }

  /// What is asked for, apart from who asks, when and by which right: equal for all who ask the
  /// same, if their nonces are.
  public Cid taskId() {
    return taskId(subject, command, args, nonce);
  }

  static Cid taskId(Did subject, Command command, MapNode args, Bytes nonce) {
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
