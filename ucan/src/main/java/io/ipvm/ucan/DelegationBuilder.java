package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A grant in the making; [Ucan#delegate] begins one.
///
/// Whom it is for, whose command it is, which command and until when have to be said: none of them
/// has a value that is right for most. The nonce is twelve random bytes unless chosen.
public final class DelegationBuilder {
  private final TokenDraft draft;
  private @Nullable Did audience;
  private @Nullable Did subject;
  private boolean powerline;
  private Policy policy = Policy.EMPTY;
  private @Nullable Budget budget;
  private @Nullable Instant notBefore;
  private @Nullable Instant expires;
  private boolean forEver;

  DelegationBuilder(Signer issuer) {
    this.draft = new TokenDraft("delegation", issuer);
  }

  /// Who may use it.
  public DelegationBuilder to(Did holder) {
    this.audience = requireNonNull(holder);
    return this;
  }

  /// Whose command it is: the DID at the begin of the chain.
  public DelegationBuilder on(Did owner) {
    this.subject = requireNonNull(owner);
    this.powerline = false;
    return this;
  }

  /// Passes on whatever the issuer holds or will hold, of any subject. Best left alone: name the
  /// subject (rule DLG-4). It never stands at the begin of a chain (rule PWR-2).
  public DelegationBuilder powerline() {
    this.subject = null;
    this.powerline = true;
    return this;
  }

  /// Which command, and with it those below it.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `text` is no command
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` below `/ucan/`, except [Revocation#COMMAND]
  public DelegationBuilder command(String text) {
    return command(Command.parse(text));
  }

  /// Which command, and with it those below it.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` below `/ucan/`, except [Revocation#COMMAND]
  public DelegationBuilder command(Command chosen) {
    if (chosen.equals(Revocation.COMMAND)) {
      // To let somebody else revoke is a grant like any other (rule REV-3).
      draft.reservedCommand(chosen);
    } else {
      draft.command(chosen);
    }
    return this;
  }

  /// What the arguments have to be like; anything, unless said.
  public DelegationBuilder policy(Policy demands) {
    this.policy = requireNonNull(demands);
    return this;
  }

  /// Demands that every use is counted against `quota`, and carries the document along in `meta`
  /// (rule RUN-2).
  public DelegationBuilder budget(Budget quota) {
    this.budget = requireNonNull(quota);
    return this;
  }

  /// Until when, that second included.
  public DelegationBuilder expires(Instant last) {
    this.expires = requireNonNull(last);
    this.forEver = false;
    return this;
  }

  /// For ever, or until it is revoked.
  public DelegationBuilder never() {
    this.expires = null;
    this.forEver = true;
    return this;
  }

  /// Since when, that second included; at once, unless said.
  public DelegationBuilder notBefore(Instant first) {
    this.notBefore = requireNonNull(first);
    return this;
  }

  public DelegationBuilder nonce(Bytes chosen) {
    draft.nonce(chosen);
    return this;
  }

  /// Where the nonce comes from.
  public DelegationBuilder random(RandomGenerator generator) {
    draft.random(generator);
    return this;
  }

  /// What readers may like to know; it means nothing to the chain (rule MET-1).
  public DelegationBuilder meta(MapNode facts) {
    draft.meta(facts);
    return this;
  }

  /// Signs.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` that names what is missing, or `EXHAUSTED`
  public Delegation sign() {
    if (subject == null && !powerline) {
      throw draft.refused("it lacks on(subject), or powerline()");
    }
    if (expires == null && !forEver) {
      throw draft.refused("it has to say until when: expires(...), or never()");
    }
    if (notBefore != null && expires != null && notBefore.isAfter(expires)) {
      throw draft.refused("it expires at " + expires + ", before it begins at " + notBefore);
    }
    var demands = new ArrayList<>(policy.toNodes());
    if (budget != null) {
      demands.add(budget.demand());
      draft.addMeta(Budget.META, budget.toNode());
    }
    var payload =
        draft
            .begin()
            .put("aud", draft.required(audience, "to(audience)").text())
            .put("sub", subject == null ? Node.NULL : Node.of(subject.text()))
            .put("pol", Node.list(demands))
            .put("exp", TokenDraft.seconds(expires));
    if (notBefore != null) {
      payload.put("nbf", TokenDraft.seconds(notBefore));
    }
    return Delegation.of(draft.sign(Envelope.DELEGATION, payload.build()));
  }
}
