package io.ipvm.ucan;

import static io.ipvm.ucan.ChainRulesTest.assertAuthorized;
import static io.ipvm.ucan.ChainRulesTest.assertRefused;
import static io.ipvm.ucan.Chains.ANN;
import static io.ipvm.ucan.Chains.BEN;
import static io.ipvm.ucan.Chains.CLEO;
import static io.ipvm.ucan.Chains.EVE;
import static io.ipvm.ucan.Chains.ROOT;
import static io.ipvm.ucan.Chains.call;
import static io.ipvm.ucan.Chains.carried;
import static io.ipvm.ucan.Chains.grant;
import static io.ipvm.ucan.Chains.toCleo;
import static io.ipvm.ucan.Chains.validator;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who may revoke what, and what follows (rules REV, C17, MEM-1).
final class RevocationRulesTest {
  private static final Cid REVOCATION =
      Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, Bytes.utf8("a revocation"));

  private final PlainRevocations revocations = new PlainRevocations();
  private final Validator validator = validator().revocations(revocations).build();
  private final List<Delegation> chain = toCleo();
  private final Invocation call = call(CLEO, chain).sign();

  @Test
  void c17Rev3T45EachLinkHasItsOwnRevokers() {
    var asked = new HashMap<Cid, Set<Did>>();
    RevocationChecker checker = new Asked(asked);

    validator().revocations(checker).build().validate(call, carried(chain));

    assertThat(asked)
        .isEqualTo(
            Map.of(
                chain.get(0).cid(), Set.of(ROOT.did(), ANN.did()),
                chain.get(1).cid(), Set.of(ROOT.did(), ANN.did(), BEN.did()),
                chain.get(2).cid(), Set.of(ROOT.did(), ANN.did(), BEN.did(), CLEO.did())));
  }

  @Test
  void c17Rev3InALongerChainNobodyBelowALinkRevokesIt() {
    var d = new ArrayList<>(chain);
    d.add(grant(CLEO, EVE).sign());
    var asked = new HashMap<Cid, Set<Did>>();
    var noDelegator = Chains.person("dora");
    d.add(grant(EVE, noDelegator).sign());

    validator()
        .revocations(new Asked(asked))
        .build()
        .validate(call(noDelegator, d).sign(), carried(d));

    // c is the third link: its issuer, those above, and its own audience, which issued the next.
    assertThat(asked.get(d.get(2).cid()))
        .isEqualTo(Set.of(ROOT.did(), ANN.did(), BEN.did(), CLEO.did()))
        .doesNotContain(EVE.did(), noDelegator.did());
  }

  @Test
  void rev3AnyIssuerAboveAndTheAudienceMayRevokeALink() {
    for (var person : List.of(ROOT, ANN, BEN, CLEO)) {
      assertRefused(afterRevocation(2, person), Reason.REVOKED, 2);
    }
    for (var person : List.of(ROOT, ANN)) {
      assertRefused(afterRevocation(0, person), Reason.REVOKED, 0);
    }
  }

  @Test
  void c17T45ARecipientCannotKillTheGrantOfItsAncestor() {
    for (var person : List.of(BEN, CLEO, EVE)) {
      assertAuthorized(afterRevocation(0, person));
    }
    assertAuthorized(afterRevocation(1, CLEO));
    assertAuthorized(afterRevocation(2, EVE));
  }

  private Verdict afterRevocation(int link, KeyPair by) {
    var fresh = new PlainRevocations();
    fresh.add(chain.get(link).cid(), by.did(), REVOCATION);
    return validator().revocations(fresh).build().validate(call, carried(chain));
  }

  @Test
  void rev4WhatWasRevokedIsNamedWithItsRevocation() {
    revocations.add(chain.get(1).cid(), ANN.did(), REVOCATION);

    var verdict = validator.validate(call, carried(chain));

    assertThat(((Verdict.Refused) verdict).token()).isEqualTo(chain.get(1).cid());
    assertThat(((Verdict.Refused) verdict).explanation())
        .contains("was revoked by " + Shown.of(REVOCATION));
  }

  @Test
  void rev4AnotherChainGoesOn() {
    revocations.add(chain.get(2).cid(), BEN.did(), REVOCATION);
    var other = List.of(grant(ROOT, CLEO).sign());

    assertAuthorized(validator.validate(call(CLEO, other).sign(), carried(other)));
  }

  @Test
  void rev5ARevocationMayComeBeforeWhatItRevokes() {
    revocations.add(grant(ROOT, ANN).nonce("later").sign().cid(), ROOT.did(), REVOCATION);
    var later = List.of(grant(ROOT, ANN).nonce("later").sign());

    assertRefused(validator.validate(call(ANN, later).sign(), carried(later)), Reason.REVOKED, 0);
  }

  @Test
  void pwr4APowerlineMayBeRevoked() {
    var powerline = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).powerline().sign());
    revocations.add(powerline.get(1).cid(), ROOT.did(), REVOCATION);

    assertRefused(
        validator.validate(call(BEN, powerline).sign(), carried(powerline)), Reason.REVOKED, 1);
  }

  @Test
  void mem1ARevocationEndsEveryRememberedVerdictAboutADerivativeAtOnce() {
    var shorter = chain.subList(0, 2);
    var other = call(BEN, shorter).sign();
    assertAuthorized(validator.validate(call, carried(chain)));
    assertAuthorized(validator.validate(other, carried(shorter)));

    revocations.add(chain.get(0).cid(), ROOT.did(), REVOCATION);

    assertRefused(validator.validate(call, carried(chain)), Reason.REVOKED, 0);
    assertRefused(validator.validate(other, carried(shorter)), Reason.REVOKED, 0);
  }

  @Test
  void mem1ARevocationThatComesInDuringAValidationIsSeenByTheNext() {
    var late = new PlainRevocations();
    var once =
        new RevocationChecker() {
          @Override
          public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
            var found = late.findRevocation(delegation, revokers);
            late.add(chain.get(0).cid(), ROOT.did(), REVOCATION);
            return found;
          }

          @Override
          public long generation() {
            return late.generation();
          }
        };
    var hurried = validator().revocations(once).build();

    assertAuthorized(hurried.validate(call, carried(chain)));
    assertRefused(hurried.validate(call, carried(chain)), Reason.REVOKED, 0);
  }

  @Test
  void chn3WhatWasRevokedInTheQueueIsRefusedWhenItsTurnComes() {
    var earlier = (Verdict.Authorized) validator.validate(call, carried(chain));
    assertThat(validator.revalidate(call, earlier)).isEqualTo(earlier);

    revocations.add(chain.get(2).cid(), CLEO.did(), REVOCATION);

    assertRefused(validator.revalidate(call, earlier), Reason.REVOKED, 2);
  }

  @Test
  void rev7WhenNobodyCanTellWhatWasRevokedNothingIsAuthorised() {
    var down = validator().revocations(new Down()).build();

    var verdict = down.validate(call, carried(chain));

    assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
    assertThat(((Verdict.Unavailable) verdict).what())
        .contains(Shown.of(chain.get(0).cid()), "the store is down");
  }

  @Test
  void rev7GoingOnWithoutAnAnswerHasToBeAskedFor() {
    var tolerant =
        validator()
            .revocations(new Down())
            .options(Options.interop(Option.UNAVAILABLE_REVOCATIONS))
            .build();

    assertAuthorized(tolerant.validate(call, carried(chain)));
  }

  @Test
  void chn4ARefusalThatStandsAnywayIsReportedThoughTheRevocationsAreDown() {
    var down = validator().revocations(new Down()).build();
    var eve = call(EVE, chain).sign();

    assertRefused(
        down.validate(eve, carried(chain)), Reason.CHAIN_BROKEN, Verdict.Refused.INVOCATION);
  }

  @Test
  void rev6T21T46ARevocationIsValidatedLikeEverythingElse() {
    var delegated =
        List.of(grant(ROOT, ANN).command("/ucan/revoke").demands("revoke", link(1)).sign());
    var good = call(ANN, delegated).command("/ucan/revoke");

    assertAuthorized(validator.validate(good.args("revoke", link(1)).sign(), carried(delegated)));
    assertRefused(
        validator.validate(good.args("revoke", link(0)).sign(), carried(delegated)),
        Reason.POLICY_FAILED,
        0);
    assertRefused(
        validator.validate(call(EVE).command("/ucan/revoke").sign(), ProofStore.NONE),
        Reason.NO_AUTHORITY,
        Verdict.Refused.INVOCATION);
  }

  private Node link(int index) {
    return Node.of(chain.get(index).cid());
  }

  @Test
  void rev7T47OneAgentOfAnAccountRevokesWhatAnotherOneDelegated() {
    // The account delegated to its agent Ann, who delegated on; another agent acts for the account.
    revocations.add(chain.get(1).cid(), ROOT.did(), REVOCATION);

    assertRefused(validator.validate(call, carried(chain)), Reason.REVOKED, 1);
  }

  private record Asked(Map<Cid, Set<Did>> asked) implements RevocationChecker {
    @Override
    public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
      asked.put(delegation, Set.copyOf(revokers));
      return Optional.empty();
    }

    @Override
    public long generation() {
      return 0;
    }
  }

  private static final class Down implements RevocationChecker {
    @Override
    public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
      throw new IpvmException(ErrorCode.UNAVAILABLE, "the store is down");
    }

    @Override
    public long generation() {
      throw new IpvmException(ErrorCode.UNAVAILABLE, "the store is down");
    }
  }
}
