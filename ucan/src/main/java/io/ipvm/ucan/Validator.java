package io.ipvm.ucan;

import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Says whether an invocation is authorised by its chain of delegations (section 4 of the rules).
///
/// The only place that does: whoever screens chains before, or checks a command of its own way,
/// gets rules that differ (rule REV-6). What was found out before is remembered, see [ChainMemory].
/// Any number of threads may ask at once.
public final class Validator {
  /// Longest chain, in delegations (rule LIM-1).
  public static final int MAX_CHAIN = 32;

  /// Verified signatures that are remembered, about 150 bytes each.
  static final int SIGNATURES_KEPT = 16_384;

  /// Bytes of the invocations whose verdicts are remembered; in memory they are some times that.
  static final long VERDICTS_KEPT = 8L << 20;

  private final Builder choices;
  private final ChainMemory memory = new ChainMemory();

  private Validator(Builder choices) {
    this.choices = choices;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Reads the clock once, and answers; an answer never is an exception. Proofs come from
  /// `carried`, what came along with the invocation, and from the validator's own store.
  public Verdict validate(Invocation invocation, ProofStore carried) {
    return new ChainCheck(choices, memory, invocation, null, carried).verdict();
  }

  /// The same of an invocation whose promises were kept: policies look at `resolved`, its arguments
  /// with the results in their places, and nothing in them is a promise any more (rule POL-9).
  public Verdict validate(Invocation invocation, ProofStore carried, MapNode resolved) {
    return new ChainCheck(choices, memory, invocation, resolved, carried).verdict();
  }

  /// What time and revocation say now of what was authorised before (rule CHN-3).
  public Verdict revalidate(Invocation invocation, Verdict.Authorized earlier) {
    return new ChainCheck(choices, memory, invocation, null, ProofStore.NONE).again(earlier);
  }

  /// The verdict and all that is wrong, for people to read; nothing is left out to save time.
  public Explanation explain(Invocation invocation, ProofStore carried) {
    return new ChainCheck(choices, memory, invocation, null, carried).explain();
  }

  /// The same of an invocation whose promises were kept.
  public Explanation explain(Invocation invocation, ProofStore carried, MapNode resolved) {
    return new ChainCheck(choices, memory, invocation, resolved, carried).explain();
  }

  /// What may be chosen about a validator. Without executors and without a store of seen
  /// invocations it looks at the chain alone.
  public static final class Builder {
    ProofStore proofs = ProofStore.NONE;
    DidResolver resolver = DidResolver.KEY;
    RevocationChecker revocations = RevocationChecker.NONE;
    Clock clock = Clock.systemUTC();
    Duration skew = Duration.ZERO;
    Options options = Options.STRICT;
    Set<Did> executors = Set.of();
    Set<Did> subjects = Set.of();
    Optional<SeenInvocations> seen = Optional.empty();
    Predicate<Invocation> repeatable = _ -> false;

    private Builder() {}

    private Builder(Builder original) {
      this.proofs = original.proofs;
      this.resolver = original.resolver;
      this.revocations = original.revocations;
      this.clock = original.clock;
      this.skew = original.skew;
      this.options = original.options;
      this.executors = original.executors;
      this.subjects = original.subjects;
      this.seen = original.seen;
      this.repeatable = original.repeatable;
    }

    /// Where delegations are found that do not come along.
    public Builder proofs(ProofStore store) {
      this.proofs = store;
      return this;
    }

    /// Who knows the keys of DIDs that are no did:key; those are never asked about.
    public Builder resolver(DidResolver keys) {
      this.resolver = keys;
      return this;
    }

    public Builder revocations(RevocationChecker checker) {
      this.revocations = checker;
      return this;
    }

    public Builder clock(Clock now) {
      this.clock = now;
      return this;
    }

    /// How far clocks may be apart, in whole seconds; none unless set (rule C10).
    public Builder skew(Duration tolerated) {
      if (tolerated.isNegative()) {
        throw new IllegalArgumentException("a skew of " + tolerated + " is negative");
      }
      this.skew = tolerated;
      return this;
    }

    public Builder options(Options exceptions) {
      this.options = exceptions;
      return this;
    }

    /// Refuses what is not addressed to one of these.
    public Builder executors(Set<Did> ourselves) {
      this.executors = Set.copyOf(ourselves);
      return this;
    }

    /// Refuses what is about anybody else: whoever names themselves as the subject needs no proofs,
    /// and who carries it out lends something of their own all the same. Without it the chain says
    /// that the subject agrees, not that the executor does.
    public Builder subjects(Set<Did> owned) {
      this.subjects = Set.copyOf(owned);
      return this;
    }

    /// Refuses what was carried out before. Only looks: whoever carries it out adds it.
    public Builder seen(SeenInvocations store) {
      this.seen = Optional.of(store);
      return this;
    }

    /// What may be carried out any number of times, being idempotent or answered from memory; none
    /// unless set.
    public Builder repeatable(Predicate<Invocation> harmless) {
      this.repeatable = harmless;
      return this;
    }

    public Validator build() {
      return new Validator(new Builder(this));
    }
  }
}
