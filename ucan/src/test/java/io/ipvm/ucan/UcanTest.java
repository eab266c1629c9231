package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class UcanTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final MapNode args = MapNode.of("fun", Node.of("add_one"));

  @Test
  void aDelegationSaysWhatItWasTold() {
    var policy = Policy.of(List.of(Node.list(Node.of("=="), Node.of(".fun"), Node.of("add_one"))));

    var delegation =
        delegation()
            .policy(policy)
            .notBefore(NOON)
            .expires(NOON.plusSeconds(60))
            .nonce(Bytes.utf8("nonce"))
            .meta(args)
            .sign();

    assertThat(delegation.issuer()).isEqualTo(Tokens.ALICE.did());
    assertThat(delegation.audience()).isEqualTo(Tokens.BOB.did());
    assertThat(delegation.subject()).isEqualTo(Tokens.ALICE.did());
    assertThat(delegation.command()).hasToString("/wasm/run");
    assertThat(delegation.policy().toNodes()).isEqualTo(policy.toNodes());
    assertThat(delegation.notBefore()).isEqualTo(NOON.getEpochSecond());
    assertThat(delegation.expires()).isEqualTo(NOON.getEpochSecond() + 60);
    assertThat(delegation.nonce()).isEqualTo(Bytes.utf8("nonce"));
    assertThat(delegation.meta()).isEqualTo(args);
    assertThat(Delegation.decode(delegation.bytes()).cid()).isEqualTo(delegation.cid());
    assertThatCode(() -> delegation.envelope().requireSignature(Tokens.ALICE.did()))
        .doesNotThrowAnyException();
  }

  @Test
  void aNonceIsTwelveRandomBytesUnlessChosen() {
    var one = delegation().never().random(Property.random(1)).sign();
    var two = delegation().never().random(Property.random(1)).sign();
    var three = delegation().never().sign();

    assertThat(one.nonce().size()).isEqualTo(12);
    assertThat(two.bytes()).isEqualTo(one.bytes());
    assertThat(three.nonce()).isNotEqualTo(one.nonce());
    assertThat(invocation().idempotent().sign().nonce()).isEqualTo(Bytes.EMPTY);
    assertThat(invocation().sign().nonce().size()).isEqualTo(12);
  }

  @Test
  void aDelegationHasNoTimeThatNobodyChose() {
    refused(() -> delegation().sign(), "it has to say until when: expires(...), or never()");
    assertThat(delegation().never().sign().expires()).isNull();
  }

  @Test
  void aDelegationNamesHolderSubjectAndCommand() {
    var alice = Tokens.ALICE;
    var bob = Tokens.BOB.did();

    refused(
        () -> Ucan.delegate(alice).to(bob).command("/a").never().sign(),
        "it lacks on(subject), or powerline()");
    refused(
        () -> Ucan.delegate(alice).on(bob).command("/a").never().sign(), "it lacks to(audience)");
    refused(() -> Ucan.delegate(alice).to(bob).on(bob).never().sign(), "it lacks command(...)");
    assertThat(Ucan.delegate(alice).to(bob).powerline().command("/").never().sign().subject())
        .isNull();
  }

  @Test
  void aDelegationDoesNotEndBeforeItBegins() {
    refused(
        () -> delegation().notBefore(NOON).expires(NOON.minusSeconds(1)).sign(),
        "it expires at 2026-01-01T11:59:59Z, before it begins at 2026-01-01T12:00:00Z");
    assertThat(delegation().notBefore(NOON).expires(NOON).sign().expires()).isNotNull();
  }

  @Test
  void anInvocationSaysWhatItWasTold() {
    var grant = delegation().never().sign();

    var invocation =
        invocation()
            .args(args)
            .chain(grant)
            .to(Tokens.BOB.did())
            .issuedAt(NOON)
            .expires(NOON.plusSeconds(60))
            .cause(Tokens.RAN)
            .meta(MapNode.of("fuel", Node.of(1)))
            .sign();

    assertThat(invocation.subject()).isEqualTo(Tokens.ALICE.did());
    assertThat(invocation.audience()).isEqualTo(Tokens.BOB.did());
    assertThat(invocation.args()).isEqualTo(args);
    assertThat(invocation.proofs()).containsExactly(grant.cid());
    assertThat(invocation.issuedAt()).isEqualTo(NOON.getEpochSecond());
    assertThat(invocation.expires()).isEqualTo(NOON.getEpochSecond() + 60);
    assertThat(invocation.cause()).isEqualTo(Tokens.RAN);
    assertThat(invocation.meta()).isEqualTo(MapNode.of("fuel", Node.of(1)));
    assertThat(Invocation.decode(invocation.bytes()).cid()).isEqualTo(invocation.cid());
  }

  /// Trap T8: another library's default of 30 seconds is over before anybody looks.
  @Test
  void anInvocationHoldsForAFewMinutesUnlessSaidOtherwise() {
    var clock = Clock.fixed(NOON, ZoneOffset.UTC);

    assertThat(invocation().clock(clock).sign().expires()).isEqualTo(NOON.getEpochSecond() + 300);
    assertThat(invocation().clock(clock).never().sign().expires()).isNull();
  }

  /// Trap T3: the executor is written where it differs from the subject, and nowhere else.
  @Test
  void theExecutorIsLeftOutWhereItIsTheSubject() {
    assertThat(invocation().to(Tokens.ALICE.did()).sign().audience()).isNull();
  }

  @Test
  void commandsOfTheSpecificationAreRefused() {
    refused(
        () -> invocation().command("/ucan/assert/receipt"),
        "command /ucan/assert/receipt is reserved for the specification");
    refused(() -> invocation().command("/ucan/revoke"), "command /ucan/revoke is reserved");
    refused(() -> delegation().command("/ucan/x"), "command /ucan/x is reserved");
    assertThat(delegation().command("/ucan/revoke").never().sign().command())
        .isEqualTo(Revocation.COMMAND);
  }

  @Test
  void dataThatReadsAsAPromiseIsRefusedUnlessItIsMeant() {
    var promise = new Promise(Branch.OK, Tokens.RAN);
    var waiting = MapNode.of("params", Node.list(Node.of(1), promise.toNode()));
    var otherSpelling = MapNode.of("x", MapNode.of("ucan/await/err", Node.of(Tokens.RAN)));

    refused(
        () -> invocation().args(waiting).sign(),
        "its arguments hold data that reads as the promise await/ok of task " + Tokens.RAN);
    refused(() -> invocation().args(otherSpelling).sign(), "reads as the promise await/error");
    refused(
        () -> invocation().args(args).awaiting(promise).sign(),
        "no promise of task " + Tokens.RAN + " is in its arguments");
    assertThat(invocation().args(waiting).awaiting(promise).sign().args()).isEqualTo(waiting);
  }

  @Test
  void nothingIsSignedThatIsTooLargeToBeRead() {
    int frame = sized(10_000).bytes().size() - 10_000;
    int room = Envelope.MAX_TOKEN - frame;

    assertThat(Invocation.decode(sized(room).bytes()).args()).isNotNull();
    assertThatThrownBy(() -> sized(room + 1))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessage("the invocation has 65537 bytes, limit 65536");
  }

  private static Invocation sized(int size) {
    var data = MapNode.of("data", Node.of(Bytes.owned(new byte[size])));
    return invocation().never().args(data).sign();
  }

  private static DelegationBuilder delegation() {
    return Ucan.delegate(Tokens.ALICE)
        .to(Tokens.BOB.did())
        .on(Tokens.ALICE.did())
        .command("/wasm/run");
  }

  private static InvocationBuilder invocation() {
    return Ucan.invoke(Tokens.BOB).on(Tokens.ALICE.did()).command("/wasm/run");
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR))
        .hasMessageContaining(why);
  }
}
