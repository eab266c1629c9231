package io.ipvm.ucan;

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
import static io.ipvm.ucan.Chains.verdict;
import static io.ipvm.ucan.Verdict.Refused.INVOCATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may what through whom: sections 2.5, 2.6 and 4 of the rules without time and revocation.
final class ChainRulesTest {
  @Test
  void aChainFromTheSubjectToTheInvokerAuthorises() {
    var chain = toCleo();

    var verdict = verdict(call(CLEO), chain);

    assertThat(verdict).isInstanceOf(Verdict.Authorized.class);
    assertThat(((Verdict.Authorized) verdict).chain()).isEqualTo(chain);
    assertThat(((Verdict.Authorized) verdict).remarks()).isEmpty();
  }

  @Test
  void c2T9ProofsLeafFirstAreNoChain() {
    var chain = new ArrayList<>(toCleo());
    Collections.reverse(chain);

    assertRefused(verdict(call(CLEO), chain), Reason.CHAIN_BROKEN, 0);
  }

  @Test
  void pwr1T10AtAPowerlineTheSubjectBeforeItGoesOn() {
    var chain = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).powerline().sign());

    assertAuthorized(verdict(call(BEN), chain));
    assertRefused(verdict(call(BEN).on(ANN), chain), Reason.SUBJECT_MISMATCH, 0);
  }

  @Test
  void pwr1AllButTheSubjectOfAPowerlineCountsAsUsual() {
    var root = grant(ROOT, ANN).sign();
    var otherIssuer = List.of(root, grant(EVE, BEN).powerline().sign());
    var otherCommand = List.of(root, grant(ANN, BEN).powerline().command("/crud/write").sign());

    assertRefused(verdict(call(BEN), otherIssuer), Reason.CHAIN_BROKEN, 1);
    assertRefused(verdict(call(BEN), otherCommand), Reason.COMMAND_NOT_COVERED, 1);
  }

  @Test
  void pwr2T11APowerlineIsNoRootEvenIfTheSubjectIssuedIt() {
    var verdict = verdict(call(ANN), List.of(grant(ROOT, ANN).powerline().sign()));

    assertRefused(verdict, Reason.POWERLINE_ROOT, 0);
    assertThat(((Verdict.Refused) verdict).explanation())
        .startsWith("link 1 of 1, zdpu")
        .contains("names no subject");
  }

  @Test
  void pwr3APowerlineMayLimitCommandPolicyAndTime() {
    var root = grant(ROOT, ANN).sign();
    var limited = grant(ANN, BEN).powerline().command("/crud/read").expires(Chains.NOW);

    assertAuthorized(verdict(call(BEN), List.of(root, limited.sign())));
    assertRefused(
        verdict(call(BEN).command("/crud/write"), List.of(root, limited.sign())),
        Reason.COMMAND_NOT_COVERED,
        1);
    assertRefused(
        verdict(call(BEN), List.of(root, limited.expires(Chains.NOW - 1).sign())),
        Reason.EXPIRED,
        1);
  }

  @Test
  void c3T12TheSubjectIsNotComparedWithTheExecutor() {
    assertAuthorized(verdict(call(CLEO).to(EVE), toCleo()));
  }

  @Test
  void c3ADelegationAboutAnotherSubjectIsRefusedWhereItStands() {
    var chain = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).on(ANN).sign());

    assertRefused(verdict(call(BEN), chain), Reason.SUBJECT_MISMATCH, 1);
  }

  @Test
  void chn1T13WhoSpeaksForItselfNeedsNoProofs() {
    assertAuthorized(verdict(call(ROOT), List.of()));
  }

  @Test
  void chn2T14WhoSpeaksForItselfWithProofsHasToCloseTheChain() {
    var open = List.of(grant(ROOT, ANN).sign());
    var closed = List.of(grant(ROOT, ANN).sign(), grant(ANN, ROOT).sign());

    assertRefused(verdict(call(ROOT), open), Reason.CHAIN_BROKEN, INVOCATION);
    assertAuthorized(verdict(call(ROOT), closed));
  }

  @Test
  void withoutProofsAnotherThanTheSubjectHasNoAuthority() {
    var verdict = verdict(call(EVE), List.of());

    assertRefused(verdict, Reason.NO_AUTHORITY, INVOCATION);
    assertThat(((Verdict.Refused) verdict).explanation()).contains("names no proofs");
  }

  @Test
  void inv2ALinkLeftOutBreaksTheChain() {
    var chain = toCleo();

    assertRefused(verdict(call(CLEO), List.of(chain.get(0), chain.get(2))), Reason.CHAIN_BROKEN, 1);
    assertRefused(verdict(call(CLEO), chain.subList(1, 3)), Reason.CHAIN_BROKEN, 0);
    assertRefused(verdict(call(CLEO), chain.subList(0, 2)), Reason.CHAIN_BROKEN, INVOCATION);
  }

  @Test
  void somebodyElseCannotUseAChain() {
    assertRefused(verdict(call(EVE), toCleo()), Reason.CHAIN_BROKEN, INVOCATION);
  }

  @Test
  void did1PrincipalsAreTheSameWhateverTheirFragments() {
    var ann = ANN.did().text();
    var withFragment = Node.of(ann + "#" + ann.substring("did:key:".length()));
    var root = grant(ROOT, ANN).with("aud", withFragment).sign();
    var leaf = grant(ANN, BEN).with("iss", withFragment).sign();

    assertAuthorized(verdict(call(BEN), List.of(root, leaf)));
  }

  @Test
  void did1AFragmentThatNamesAnotherKeyIsNotTheIssuers() {
    var other = Node.of(ANN.did().text() + "#" + EVE.did().text().substring("did:key:".length()));
    var chain = List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).with("iss", other).sign());

    assertRefused(verdict(call(BEN), chain), Reason.BAD_SIGNATURE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /crud/read, true",
    "/crud, /crud, true",
    "/crud, /crud/read, true",
    "/crud/read, /crud, false",
    "/crypto, /crypto/sign, true",
    "/crypto, /cryptocurrency, false",
    "/crypto, /stack/pop, false",
    "/ほげ, /ほげ/ふが, true"
  })
  void cmd3T24ACommandCoversWhatIsBelowItSegmentBySegment(
      String granted, String asked, boolean covered) {
    var chain = List.of(grant(ROOT, ANN).command(granted).sign());

    var verdict = verdict(call(ANN).command(asked), chain);

    if (covered) {
      assertAuthorized(verdict);
    } else {
      assertRefused(verdict, Reason.COMMAND_NOT_COVERED, 0);
    }
  }

  @Test
  void c18ALinkThatWidensTheCommandIsRefused() {
    var chain =
        List.of(
            grant(ROOT, ANN).command("/crud/read").sign(), grant(ANN, BEN).command("/crud").sign());

    var verdict = verdict(call(BEN), chain);

    assertRefused(verdict, Reason.COMMAND_WIDENED, 1);
    assertThat(((Verdict.Refused) verdict).explanation())
        .contains("passes on /crud, which is more than the /crud/read");
  }

  @Test
  void c18WhereItIsToleratedAWidenedCommandCountsForNoMoreThanTheWholeChain() {
    var chain =
        List.of(
            grant(ROOT, ANN).command("/crud/read").sign(), grant(ANN, BEN).command("/crud").sign());
    var validator = validator().options(Options.interop(Option.WIDENED_COMMAND)).build();

    var read = validator.validate(call(BEN, chain).sign(), carried(chain));
    var write = validator.validate(call(BEN, chain).command("/crud/write").sign(), carried(chain));

    assertThat(((Verdict.Authorized) read).remarks()).singleElement().asString().contains("more");
    assertRefused(write, Reason.COMMAND_NOT_COVERED, 0);
  }

  @Test
  void t15WhatIsAddressedToAnotherIsRefusedEvenIfTheSubjectIsHere() {
    var validator = validator().executors(Set.of(ROOT.did())).build();

    var here = validator.validate(call(ROOT).sign(), ProofStore.NONE);
    var named = validator.validate(call(ROOT).to(ROOT).sign(), ProofStore.NONE);
    var elsewhere = validator.validate(call(ROOT).to(EVE).sign(), ProofStore.NONE);

    assertAuthorized(here);
    assertAuthorized(named);
    assertRefused(elsewhere, Reason.WRONG_EXECUTOR, INVOCATION);
    assertThat(((Verdict.Refused) elsewhere).explanation()).contains("name this one as aud");
  }

  @Test
  void t15WhatIsAddressedToUsAboutAnotherSubjectIsNotOursToLend() {
    var validator = validator().executors(Set.of(ROOT.did())).subjects(Set.of(ROOT.did())).build();

    var ours = validator.validate(call(ROOT).sign(), ProofStore.NONE);
    var foreign = validator.validate(call(EVE).on(EVE).to(ROOT).sign(), ProofStore.NONE);

    assertAuthorized(ours);
    assertRefused(foreign, Reason.SUBJECT_MISMATCH, INVOCATION);
    assertThat(((Verdict.Refused) foreign).explanation()).contains("here only what is about");
  }

  @Test
  void res1AProofThatIsNotThereIsNamed() {
    var chain = toCleo();

    var verdict =
        validator().build().validate(call(CLEO, chain).sign(), carried(chain.get(0), chain.get(2)));

    assertRefused(verdict, Reason.PROOF_MISSING, 1);
    assertThat(((Verdict.Refused) verdict).token()).isEqualTo(chain.get(1).cid());
  }

  @Test
  void res1BytesThatDoNotHashToTheirNameAreNotThere() {
    var chain = toCleo();
    ProofStore lying = _ -> Optional.of(chain.get(0));

    var verdict = validator().build().validate(call(CLEO, chain).sign(), lying);

    assertRefused(verdict, Reason.PROOF_MISSING, 1);
  }

  @Test
  void cid1AProofNamedByAnotherHashIsNotThere() {
    var delegation = grant(ROOT, ANN).sign();
    var other = Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, delegation.bytes());
    ProofStore store = _ -> Optional.of(delegation);

    var verdict = validator().build().validate(call(ANN).proofCids(List.of(other)).sign(), store);

    assertRefused(verdict, Reason.PROOF_MISSING, 0);
  }

  @Test
  void aProofThatCannotBeReadIsAVerdict() {
    ProofStore broken = cid -> Optional.of(Delegation.decode(Bytes.utf8("no token")));

    var verdict = validator().build().validate(call(ANN, grant(ROOT, ANN).sign()).sign(), broken);

    assertRefused(verdict, Reason.MALFORMED, 0);
  }

  @Test
  void dlg2T19AProofThatIsNotNamedDoesNoHarm() {
    var good = grant(ROOT, ANN).sign();
    ProofStore others =
        cid -> {
          if (!cid.equals(good.cid())) {
            throw new MalformedException("nobody asked for it");
          }
          return Optional.of(good);
        };

    assertAuthorized(validator().build().validate(call(ANN, good).sign(), others));
  }

  @Test
  void lim1AChainOf32IsLongEnoughAndOneOf33IsRefusedBeforeAnythingIsLoaded() {
    var chain = new ArrayList<Delegation>();
    for (int i = 0; i < 33; i++) {
      chain.add(grant(i % 2 == 0 ? ROOT : ANN, i % 2 == 0 ? ANN : ROOT).nonce("link " + i).sign());
    }
    ProofStore untouched =
        _ -> {
          throw new AssertionError("loaded");
        };

    var longest = verdict(call(ROOT), chain.subList(0, 32));
    var tooLong = validator().build().validate(call(ANN, chain).sign(), untouched);

    assertAuthorized(longest);
    assertRefused(tooLong, Reason.MALFORMED, INVOCATION);
    assertThat(((Verdict.Refused) tooLong).explanation()).contains("names 33 proofs, limit 32");
  }

  @Test
  void proofsOfTheNodeAndThoseThatComeAlongMakeOneChain() {
    var chain = toCleo();
    var validator = validator().proofs(carried(chain.get(0))).build();

    var verdict = validator.validate(call(CLEO, chain).sign(), carried(chain.get(1), chain.get(2)));

    assertAuthorized(verdict);
  }

  static void assertAuthorized(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Authorized.class);
  }

  static void assertRefused(Verdict verdict, Reason reason, int link) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(reason);
    assertThat(((Verdict.Refused) verdict).link()).isEqualTo(link);
  }
}
