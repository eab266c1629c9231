package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RevocationTest {
  private static final Verdict AUTHORISED =
      new Verdict.Authorized(Window.ALWAYS, List.of(), List.of());

  private final Delegation grant = Tokens.numbered(1);
  private final Delegation other = Tokens.numbered(2);
  private final Revocation byAlice = Ucan.revoke(Tokens.ALICE, grant.cid()).sign();
  private final MemoryRevocations known = new MemoryRevocations();

  @Test
  void isAnInvocationThatNeverExpiresAndIsTheSameTwice() {
    var revocation =
        Ucan.revoke(Tokens.ALICE, grant.cid())
            .path(List.of(other.cid(), grant.cid()))
            .comment("lost the key")
            .sign();
    var invocation = revocation.invocation();

    assertThat(invocation.command()).hasToString("/ucan/revoke");
    assertThat(invocation.subject()).isEqualTo(Tokens.ALICE.did());
    assertThat(invocation.nonce()).isEqualTo(Bytes.EMPTY);
    assertThat(invocation.expires()).isNull();
    assertThat(invocation.args().keys()).containsExactly("path", "revoke");
    assertThat(revocation.revoked()).isEqualTo(grant.cid());
    assertThat(revocation.path()).containsExactly(other.cid(), grant.cid());
    assertThat(revocation.comment()).contains("lost the key");
    assertThat(revocation.revoker()).isEqualTo(Tokens.ALICE.did());
    assertThat(Revocation.of(Invocation.decode(invocation.bytes())).cid())
        .isEqualTo(revocation.cid());
    assertThat(Ucan.revoke(Tokens.ALICE, grant.cid()).sign().invocation().bytes())
        .isEqualTo(byAlice.invocation().bytes());
    assertThat(byAlice.comment()).isEmpty();
  }

  @Test
  void somebodyElseRevokesByAChainOfTheirOwn() {
    var right =
        Ucan.delegate(Tokens.ALICE)
            .to(Tokens.BOB.did())
            .on(Tokens.ALICE.did())
            .command("/ucan/revoke")
            .never()
            .sign();

    var revocation =
        Ucan.revoke(Tokens.BOB, grant.cid())
            .on(Tokens.ALICE.did())
            .chain(List.of(right))
            .to(Tokens.BOB.did())
            .sign();

    assertThat(revocation.revoker()).isEqualTo(Tokens.ALICE.did());
    assertThat(revocation.invocation().issuer()).isEqualTo(Tokens.BOB.did());
    assertThat(revocation.invocation().proofs()).containsExactly(right.cid());
    assertThat(revocation.invocation().audience()).isEqualTo(Tokens.BOB.did());
  }

  @Test
  void readsTheOtherNamesOfItsArguments() {
    var args = MapNode.of("rev", Node.of(grant.cid())).with("pth", Node.list(Node.of(other.cid())));

    var revocation = Revocation.of(invocation(args));

    assertThat(revocation.revoked()).isEqualTo(grant.cid());
    assertThat(revocation.path()).containsExactly(other.cid());
  }

  @Test
  void refusesOtherArguments() {
    var link = Node.of(grant.cid());

    refused(MapNode.EMPTY, "revocation args lacks the key \"revoke\"");
    refused(MapNode.of("ucan", link), "lacks the key \"revoke\"");
    refused(MapNode.of("revoke", Node.of("text")), "of kind string, not link");
    refused(MapNode.of("revoke", link).with("rev", link), "unknown key \"revoke\"");
    refused(MapNode.of("revoke", link).with("pth", Node.list()), "unknown key \"pth\"");
    refused(MapNode.of("revoke", link).with("path", link), "of kind link, not list");
    assertThatThrownBy(() ->
            Revocation.of(
                Invocation.decode(Tokens.signed(Envelope.INVOCATION, Tokens.invocation()))))
        .hasMessage("the token is an invocation of /wasm/run, a revocation is one of /ucan/revoke");
  }

  @Test
  void whatIsKnownGrowsAndCountsOnce() {
    assertThat(known.generation()).isZero();

    assertThat(known.add(byAlice, AUTHORISED)).isTrue();
    assertThat(known.add(byAlice, AUTHORISED)).isFalse();

    assertThat(known.generation()).isEqualTo(1);
    assertThat(known.size()).isEqualTo(1);
  }

  @Test
  void onlyTheRevokersOfALinkCount() {
    known.add(byAlice, AUTHORISED);
    var alice = Tokens.ALICE.did();
    var bob = Tokens.BOB.did();

    assertThat(known.findRevocation(grant.cid(), Set.of(bob, alice))).contains(byAlice.cid());
    assertThat(known.findRevocation(grant.cid(), Set.of(bob))).isEmpty();
    assertThat(known.findRevocation(other.cid(), Set.of(alice))).isEmpty();
  }

  @Test
  void whatIsNotAuthorisedIsNotTaken() {
    var refused =
        new Verdict.Refused(
            Reason.NO_AUTHORITY, Verdict.Refused.INVOCATION, byAlice.cid(), "no", null);

    for (var verdict : new Verdict[] {refused, new Verdict.Unavailable("the store")}) {
      assertThatThrownBy(() -> known.add(byAlice, verdict))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED));
    }
    assertThat(known.size()).isZero();
    assertThat(known.generation()).isZero();
  }

  @Test
  void isForgottenOnlyWhenTheDelegationHasExpiredForEverybody() {
    var brief =
        Ucan.delegate(Tokens.ALICE)
            .to(Tokens.BOB.did())
            .on(Tokens.ALICE.did())
            .command("/wasm")
            .expires(Instant.ofEpochSecond(1000))
            .sign();
    var skew = Duration.ofSeconds(60);
    known.add(Ucan.revoke(Tokens.ALICE, brief.cid()).sign(), AUTHORISED);
    known.add(byAlice, AUTHORISED);

    assertThat(known.forget(brief, 1060, skew)).isFalse();
    assertThat(known.findRevocation(brief.cid(), Set.of(Tokens.ALICE.did()))).isPresent();
    assertThat(known.forget(brief, 1061, skew)).isTrue();
    assertThat(known.findRevocation(brief.cid(), Set.of(Tokens.ALICE.did()))).isEmpty();
    assertThat(known.forget(grant, Long.MAX_VALUE, skew)).isFalse();
    assertThat(known.size()).isEqualTo(1);
  }

  private static Invocation invocation(MapNode args) {
    return Invocation.decode(
        Tokens.signed(
            Envelope.INVOCATION,
            Tokens.invocation().with("cmd", Node.of("/ucan/revoke")).with("args", args)));
  }

  private static void refused(MapNode args, String why) {
    assertThatThrownBy(() -> Revocation.of(invocation(args)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
