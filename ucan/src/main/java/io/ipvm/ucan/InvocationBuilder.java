package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A demand in the making; [Ucan#invoke] begins one.
///
/// Whose command it is and which have to be said. It expires after [#LIFE] unless said otherwise.
/// The nonce is twelve random bytes unless chosen, so that two demands are two tasks; the same
/// demand for a pure function should be one task, see [#idempotent].
public final class InvocationBuilder {
  /// How long an invocation holds that says nothing about it: invocations are for now.
  public static final Duration LIFE = Duration.ofMinutes(5);

  private final TokenDraft draft;
  private Clock clock = Clock.systemUTC();
  private @Nullable Did subject;
  private @Nullable Did executor;
  private MapNode args = MapNode.EMPTY;
  private Set<Promise> promises = Set.of();
  private List<Cid> proofs = List.of();
  private @Nullable Instant expires;
  private boolean forEver;
  private @Nullable Instant issuedAt;
  private @Nullable Cid cause;

  InvocationBuilder(Signer issuer) {
    this.draft = new TokenDraft("invocation", issuer);
  }

  /// Whose command it is.
  public InvocationBuilder on(Did owner) {
    this.subject = requireNonNull(owner);
    return this;
  }

  /// Which command.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `text` is no command
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` below `/ucan/`
  public InvocationBuilder command(String text) {
    return command(Command.parse(text));
  }

  /// Which command.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` below `/ucan/`
  public InvocationBuilder command(Command chosen) {
    draft.command(chosen);
    return this;
  }

  InvocationBuilder reservedCommand(Command chosen) {
    draft.reservedCommand(chosen);
    return this;
  }

  /// With which arguments; none, unless said. Promises in them have to be named by [#awaiting]:
  /// there is no other way to tell them from data of that shape (rule PRM-4).
  public InvocationBuilder args(MapNode values) {
    this.args = requireNonNull(values);
    return this;
  }

  /// The promises that stand in the arguments on purpose.
  public InvocationBuilder awaiting(Promise... meant) {
    this.promises = Set.copyOf(Arrays.asList(meant));
    return this;
  }

  /// By which right: the delegations from the root to the one to the issuer, by their CIDs. None,
  /// unless said: that is right for who owns the subject.
  public InvocationBuilder proofs(List<Cid> rootToLeaf) {
    this.proofs = List.copyOf(rootToLeaf);
    return this;
  }

  /// By which right: the delegations from the root to the one to the issuer.
  public InvocationBuilder chain(Delegation... rootToLeaf) {
    return chain(List.of(rootToLeaf));
  }

  /// By which right: the delegations from the root to the one to the issuer.
  public InvocationBuilder chain(List<Delegation> rootToLeaf) {
    return proofs(rootToLeaf.stream().map(Delegation::cid).toList());
  }

  /// Who is to carry it out, if that is not the subject.
  public InvocationBuilder to(Did whom) {
    this.executor = requireNonNull(whom);
    return this;
  }

  /// What the time is, for [#LIFE].
  public InvocationBuilder clock(Clock now) {
    this.clock = requireNonNull(now);
    return this;
  }

  /// Until when, that second included.
  public InvocationBuilder expires(Instant last) {
    this.expires = requireNonNull(last);
    this.forEver = false;
    return this;
  }

  /// Holds for ever. Who carries it out has to remember it for as long, or refuses it.
  public InvocationBuilder never() {
    this.expires = null;
    this.forEver = true;
    return this;
  }

  /// When it was made; nobody believes it.
  public InvocationBuilder issuedAt(Instant when) {
    this.issuedAt = requireNonNull(when);
    return this;
  }

  /// Invokes what `receipt` requests: command, subject, arguments, nonce and whatever else the
  /// effect says, with the receipt as the cause (rule RCP-3). Promises in its arguments are meant.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` if `receipt` does not request it, or
  ///   requests it of somebody else
  public InvocationBuilder requestedBy(Receipt receipt, Effect effect) {
    if (!receipt.run().contains(effect)) {
      throw draft.refused("receipt " + receipt.cid() + " does not request it");
    }
    if (effect.issuer() != null && !effect.issuer().samePrincipal(draft.issuer())) {
      throw draft.refused("it is requested of " + effect.issuer() + ", not of " + draft.issuer());
    }
    if (effect.audience() != null) {
      to(effect.audience());
    }
    if (effect.expires() != null) {
      expires(Instant.ofEpochSecond(effect.expires()));
    }
    return command(effect.command())
        .on(effect.subject())
        .args(effect.args())
        .awaiting(Promise.in(effect.args(), Options.STRICT).toArray(Promise[]::new))
        .nonce(effect.nonce())
        .meta(effect.meta())
        .proofs(effect.proofs())
        .cause(receipt.cid());
  }

  /// The receipt that asked for this.
  public InvocationBuilder cause(Cid receipt) {
    this.cause = requireNonNull(receipt);
    return this;
  }

  public InvocationBuilder nonce(Bytes chosen) {
    draft.nonce(chosen);
    return this;
  }

  /// Says that doing it twice is doing it once: the nonce is empty, and all who demand the same
  /// share one task and its result (rule NON-2).
  public InvocationBuilder idempotent() {
    return nonce(Bytes.EMPTY);
  }

  /// Where the nonce comes from.
  public InvocationBuilder random(RandomGenerator generator) {
    draft.random(generator);
    return this;
  }

  /// What the executor may like to know; no policy sees it, and it is no part of the task.
  public InvocationBuilder meta(MapNode facts) {
    draft.meta(facts);
    return this;
  }

  /// Signs.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` that names what is missing or too much, or
  ///   `EXHAUSTED`
  public Invocation sign() {
    var owner = draft.required(subject, "on(subject)");
    requirePromisesMeant();
    var payload =
        draft
            .begin()
            .put("sub", owner.text())
            .put("args", args)
            .put("prf", Node.list(proofs.stream().map(Node::of).toList()))
            .put("exp", TokenDraft.seconds(last()));
    if (executor != null && !executor.equals(owner)) {
      payload.put("aud", executor.text());
    }
    if (issuedAt != null) {
      payload.put("iat", TokenDraft.seconds(issuedAt));
    }
    if (cause != null) {
      payload.put("cause", cause);
    }
    return new Invocation(draft.sign(Envelope.INVOCATION, payload.build()), Options.STRICT);
  }

  private @Nullable Instant last() {
    return expires != null || forEver ? expires : clock.instant().plus(LIFE);
  }

  /// Whoever reads the arguments takes everything of that shape for a promise, in either spelling.
  private void requirePromisesMeant() {
    var found = Promise.in(args, Options.interop(Option.UCAN_AWAIT));
    for (var promise : found) {
      if (!promises.contains(promise)) {
        throw draft.refused(
            "its arguments hold data that reads as the promise "
                + promise.branch().key()
                + " of task "
                + promise.task()
                + "; if it is one, name it in awaiting(...)");
      }
    }
    for (var promise : promises) {
      if (!found.contains(promise)) {
        throw draft.refused("no promise of task " + promise.task() + " is in its arguments");
      }
    }
  }
}
