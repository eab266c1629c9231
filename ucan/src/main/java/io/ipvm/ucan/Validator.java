package io.ipvm.ucan;

import io.ipvm.keys.Did;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Says whether an invocation is authorised by its chain of delegations (section 4 of the rules).
public final class Validator {
  private final Builder choices;

  private Validator(Builder choices) {
    this.choices = choices;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Reads the clock once, and answers; an answer never is an exception. Proofs come from the
  /// validator's own store and from `carried`, what came along with the invocation.
  public Verdict validate(Invocation invocation, ProofStore carried) {
    throw new UnsupportedOperationException(invocation + " " + carried + choices);
  }

  /// What time and revocation say now of what was authorised before (rule CHN-3).
  public Verdict revalidate(Invocation invocation, Verdict.Authorized earlier) {
    throw new UnsupportedOperationException(invocation + " " + earlier);
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
    Optional<SeenInvocations> seen = Optional.empty();

    private Builder() {}

    /// Where delegations are found that do not come along.
    public Builder proofs(ProofStore store) {
      this.proofs = store;
      return this;
    }

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

    /// How far clocks may be apart; none unless set (rule C10).
    public Builder skew(Duration tolerated) {
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

    /// Refuses what was carried out before. Only looks: whoever carries it out adds it.
    public Builder seen(SeenInvocations store) {
      this.seen = Optional.of(store);
      return this;
    }

    public Validator build() {
      return new Validator(this);
    }
  }
}
