package io.ipvm.ucan;

import static io.ipvm.ucan.ChainRulesTest.assertAuthorized;
import static io.ipvm.ucan.ChainRulesTest.assertRefused;
import static io.ipvm.ucan.Chains.ANN;
import static io.ipvm.ucan.Chains.BEN;
import static io.ipvm.ucan.Chains.CLEO;
import static io.ipvm.ucan.Chains.NOW;
import static io.ipvm.ucan.Chains.ROOT;
import static io.ipvm.ucan.Chains.call;
import static io.ipvm.ucan.Chains.carried;
import static io.ipvm.ucan.Chains.grant;
import static io.ipvm.ucan.Chains.toCleo;
import static io.ipvm.ucan.Chains.validator;
import static io.ipvm.ucan.Chains.verdict;
import static io.ipvm.ucan.Verdict.Refused.INVOCATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When a chain holds (rules TIM, C9, C10, CHN-3, CHN-5) and how often (RPL-1).
final class TimeAndUseTest {
  @ParameterizedTest
  @CsvSource({"-1, EXPIRED", "0,", "1,"})
  void c9T18ADelegationHoldsInItsLastSecondAndNotAfter(long left, Reason reason) {
    var chain = List.of(grant(ROOT, ANN).expires(NOW + left).sign());

    assertVerdict(verdict(call(ANN), chain), reason, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, NOT_YET_VALID", "0,", "-1,", "-1000000,"})
  void c9T18ADelegationHoldsFromItsFirstSecondOn(long until, Reason reason) {
    var chain = List.of(grant(ROOT, ANN).notBefore(NOW + until).sign());

    assertVerdict(verdict(call(ANN), chain), reason, 0);
  }

  @ParameterizedTest
  @CsvSource({"-1, EXPIRED", "0,"})
  void tim4AnInvocationExpires(long left, Reason reason) {
    assertVerdict(verdict(call(ROOT).expires(NOW + left), List.of()), reason, INVOCATION);
  }

  @Test
  void tim4T17ADelegationThatExpiredYearsAgoAuthorisesNothing() {
    var chain = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).expires(1_000_000_000L).sign());

    var verdict = verdict(call(BEN), chain);

    assertRefused(verdict, Reason.EXPIRED, 1);
    assertThat(((Verdict.Refused) verdict).explanation())
        .startsWith("link 2 of 2, zdpu")
        .contains("expired at 2001-09-09T01:46:40Z, 9259 days ago")
        .endsWith("for a fresh one");
  }

  @Test
  void t20WhoHoldsALapsedDelegationIsNotToldToMendItsEncoding() {
    var verdict = verdict(call(ANN), List.of(grant(ROOT, ANN).expires(NOW - 1).sign()));

    assertThat(((Verdict.Refused) verdict).reason()).isNotEqualTo(Reason.MALFORMED);
    assertThat(((Verdict.Refused) verdict).explanation()).contains("1 s ago");
  }

  @ParameterizedTest
  @CsvSource({"-60,", "-61, EXPIRED"})
  void c10AnExpiryMayBePastByTheSkew(long left, Reason reason) {
    var validator = validator().skew(Duration.ofSeconds(60)).build();
    var chain = List.of(grant(ROOT, ANN).expires(NOW + left).sign());

    assertVerdict(validator.validate(call(ANN, chain).sign(), carried(chain)), reason, 0);
  }

  @ParameterizedTest
  @CsvSource({"60,", "61, NOT_YET_VALID"})
  void c10ABeginningMayBeAheadByTheSkew(long until, Reason reason) {
    var validator = validator().skew(Duration.ofSeconds(60)).build();
    var chain = List.of(grant(ROOT, ANN).notBefore(NOW + until).sign());

    assertVerdict(validator.validate(call(ANN, chain).sign(), carried(chain)), reason, 0);
  }

  @Test
  void c10TheClockIsReadOnceForEachValidation() {
    var reads = new AtomicInteger();
    InstantSource source =
        () -> {
          reads.incrementAndGet();
          return Instant.ofEpochSecond(NOW);
        };
    var chain = toCleo();

    validator()
        .clock(new SourceClock(source))
        .build()
        .validate(call(CLEO, chain).sign(), carried(chain));

    assertThat(reads).hasValue(1);
  }

  @Test
  void timesAtTheEndsOfTheirRangeAreTimes() {
    long last = (1L << 53) - 1;
    var chain = List.of(grant(ROOT, ANN).notBefore(-last).expires(last).sign());

    assertAuthorized(verdict(call(ANN).expires(last), chain));
    assertVerdict(
        verdict(call(ANN), List.of(grant(ROOT, ANN).expires(-last).sign())), Reason.EXPIRED, 0);
    assertVerdict(
        verdict(call(ANN), List.of(grant(ROOT, ANN).notBefore(last).sign())),
        Reason.NOT_YET_VALID,
        0);
  }

  @Test
  void clocksTenYearsOffAreRefusedBothWays() {
    var years = Duration.ofDays(3653);
    var chain = List.of(grant(ROOT, ANN).notBefore(NOW - 60).expires(NOW + 60).sign());
    var call = call(ANN, chain).sign();

    var ahead = validator().clock(Clock.offset(Chains.CLOCK, years)).build();
    var behind = validator().clock(Clock.offset(Chains.CLOCK, years.negated())).build();

    assertRefused(ahead.validate(call, carried(chain)), Reason.EXPIRED, 0);
    assertRefused(behind.validate(call, carried(chain)), Reason.NOT_YET_VALID, 0);
  }

  @Test
  void chn5TheVerdictSaysWhenItHolds() {
    var chain =
        List.of(
            grant(ROOT, ANN).notBefore(NOW - 50).expires(NOW + 900).sign(),
            grant(ANN, BEN).notBefore(NOW - 70).expires(NOW + 500).sign());

    var verdict = (Verdict.Authorized) verdict(call(BEN).expires(NOW + 700), chain);

    assertThat(verdict.window()).isEqualTo(new Window(NOW - 50, NOW + 500));
  }

  @Test
  void chn3WhatWaitedTooLongIsRefusedWhenItsTurnComes() {
    var chain = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).expires(NOW + 10).sign());
    var call = call(BEN, chain).sign();
    var later = validator().clock(Clock.offset(Chains.CLOCK, Duration.ofSeconds(11))).build();
    var now = validator().build();
    var earlier = (Verdict.Authorized) now.validate(call, carried(chain));

    assertThat(now.revalidate(call, earlier)).isEqualTo(earlier);
    assertRefused(later.revalidate(call, earlier), Reason.EXPIRED, 1);
  }

  @Test
  void chn3AnInvocationThatExpiredInTheQueueIsRefused() {
    var call = call(ROOT).expires(NOW + 10).sign();
    var earlier = (Verdict.Authorized) validator().build().validate(call, ProofStore.NONE);
    var later = validator().clock(Clock.offset(Chains.CLOCK, Duration.ofSeconds(11))).build();

    assertRefused(later.revalidate(call, earlier), Reason.EXPIRED, INVOCATION);
  }

  @Test
  void rpl1WhatWasCarriedOutIsRefusedTheSecondTime() {
    var seen = new MemorySeenInvocations(10, Chains.CLOCK, Duration.ZERO);
    var validator = validator().seen(seen).build();
    var call = call(ROOT).sign();

    assertAuthorized(validator.validate(call, ProofStore.NONE));
    assertThat(seen.add(call.cid(), call.expires())).isTrue();

    assertRefused(validator.validate(call, ProofStore.NONE), Reason.REPLAYED, INVOCATION);
    assertAuthorized(validator.validate(call(ROOT).nonce("new").sign(), ProofStore.NONE));
  }

  @Test
  void rpl1WhatMayBeRepeatedIs() {
    var seen = new MemorySeenInvocations(10, Chains.CLOCK, Duration.ZERO);
    var call = call(ROOT).command("/wasm/run").sign();
    seen.add(call.cid(), null);
    var validator =
        validator().seen(seen).repeatable(i -> i.command().text().equals("/wasm/run")).build();

    assertAuthorized(validator.validate(call, ProofStore.NONE));
  }

  @Test
  void whenNobodyCanTellWhatWasCarriedOutNothingIs() {
    var validator = validator().seen(new DownStore()).build();

    assertThat(validator.validate(call(ROOT).sign(), ProofStore.NONE))
        .isInstanceOf(Verdict.Unavailable.class);
  }

  @Test
  void seenInvocationsAreForgottenWhenTheyAndTheSkewAreOver() {
    var clock = new MovingClock(NOW);
    var seen = new MemorySeenInvocations(2, clock, Duration.ofSeconds(60));
    var first = call(ROOT).nonce("1").sign().cid();
    var second = call(ROOT).nonce("2").sign().cid();
    var third = call(ROOT).nonce("3").sign().cid();
    seen.add(first, NOW + 10);
    seen.add(second, null);

    clock.seconds = NOW + 70;
    assertThatThrownBy(() -> seen.add(third, NOW + 500))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("2 have not expired, limit 2");
    assertThat(seen.add(first, NOW + 10)).isFalse();

    clock.seconds = NOW + 71;
    assertThat(seen.add(third, NOW + 500)).isTrue();
    assertThat(seen.contains(first)).isFalse();
    assertThat(seen.contains(second)).isTrue();
    assertThat(seen.size()).isEqualTo(2);
  }

  private static void assertVerdict(Verdict verdict, @Nullable Reason reason, int link) {
    if (reason == null) {
      assertAuthorized(verdict);
    } else {
      assertRefused(verdict, reason, link);
    }
  }

  private static final class DownStore implements SeenInvocations {
    @Override
    public boolean contains(Cid invocation) {
      throw new IpvmException(ErrorCode.UNAVAILABLE, "the disk is gone");
    }

    @Override
    public boolean add(Cid invocation, @Nullable Long expires) {
      throw new IpvmException(ErrorCode.UNAVAILABLE, "the disk is gone");
    }
  }

  /// A clock that a test sets.
  static final class MovingClock extends Clock {
    long seconds;

    MovingClock(long seconds) {
      this.seconds = seconds;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }
  }

  private static final class SourceClock extends Clock {
    private final InstantSource source;

    SourceClock(InstantSource source) {
      this.source = source;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return source.instant();
    }
  }
}
