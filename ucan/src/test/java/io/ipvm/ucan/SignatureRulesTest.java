package io.ipvm.ucan;

import static io.ipvm.ucan.ChainRulesTest.assertAuthorized;
import static io.ipvm.ucan.ChainRulesTest.assertRefused;
import static io.ipvm.ucan.Chains.ANN;
import static io.ipvm.ucan.Chains.BEN;
import static io.ipvm.ucan.Chains.CLEO;
import static io.ipvm.ucan.Chains.EVE;
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

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whose signature counts, and what is done for it (rules VSG-3, DID-4, CHN-4).
final class SignatureRulesTest {
  private static final Did WEB = Did.parse("did:web:example.com");

  @Test
  void env1T16AnInvocationSignedByAnotherIsRefused() {
    assertRefused(verdict(call(ROOT).signedBy(EVE), List.of()), Reason.BAD_SIGNATURE, INVOCATION);
  }

  @Test
  void dlg1T16T22ADelegationSignedByAnotherIsRefusedWhereverItStands() {
    for (int forged = 0; forged < 3; forged++) {
      var chain = new ArrayList<>(toCleo());
      var from = List.of(ROOT, ANN, BEN).get(forged);
      var to = List.of(ANN, BEN, CLEO).get(forged);
      chain.set(forged, grant(from, to).signedBy(EVE).sign());

      var verdict = verdict(call(CLEO), chain);

      assertRefused(verdict, Reason.BAD_SIGNATURE, forged);
      assertThat(((Verdict.Refused) verdict).explanation()).contains("is not signed by its issuer");
    }
  }

  @Test
  void vsg3AnAlgorithmOfAnotherKeyTypeIsRefusedInWords() {
    var other = KeyPair.generate(KeyType.P_256, new Random(1));

    var verdict = verdict(call(ROOT).signedBy(other), List.of());

    assertRefused(verdict, Reason.BAD_SIGNATURE, INVOCATION);
    assertThat(((Verdict.Refused) verdict).explanation())
        .contains("is signed with P-256")
        .contains("is of type Ed25519");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "P_256", "SECP256K1"})
  void vsg1KeysOfTheRequiredSuiteSignChains(KeyType type) {
    var owner = KeyPair.generate(type, new Random(1));
    var user = KeyPair.generate(type, new Random(2));
    var chain = List.of(grant(owner, user).on(owner).sign());

    assertAuthorized(verdict(call(user).on(owner), chain));
  }

  @Test
  void anIssuerWhoseKeyNobodyKnowsIsRefused() {
    var chain = List.of(grant(ROOT, Did.parse("did:plc:ewvi7nxzyoun6")).sign());

    var verdict = verdict(call(ROOT).with("iss", Node.of("did:plc:ewvi7nxzyoun6")), chain);

    assertRefused(verdict, Reason.BAD_SIGNATURE, INVOCATION);
    assertThat(((Verdict.Refused) verdict).explanation()).contains("method plc is not supported");
  }

  @Test
  void did4KeysOfOtherMethodsComeFromTheResolverByPurpose() {
    var chain = List.of(web(ANN, BEN).sign());
    var asked = new ArrayList<DidResolver.Purpose>();
    var validator =
        validator()
            .resolver((_, purpose) -> {
              asked.add(purpose);
              return List.of(EVE.publicKey(), ANN.publicKey());
            })
            .build();

    assertAuthorized(validator.validate(webCall(BEN, chain).sign(), carried(chain)));
    assertAuthorized(validator.validate(webCall(ANN, List.of()).sign(), ProofStore.NONE));

    assertThat(asked).containsExactly(DidResolver.Purpose.DELEGATE, DidResolver.Purpose.INVOKE);
  }

  @Test
  void did4AnEmptyListOfKeysEndorsesNothing() {
    var chain = List.of(web(ANN, BEN).sign());
    var validator = validator().resolver((_, _) -> List.of()).build();

    var verdict = validator.validate(webCall(BEN, chain).sign(), carried(chain));

    assertRefused(verdict, Reason.BAD_SIGNATURE, 0);
    assertThat(((Verdict.Refused) verdict).explanation())
        .contains("lists no key under capabilityDelegation");
  }

  @Test
  void did4AKeyThatWasTakenBackSignsNothingMore() {
    var keys = new ArrayList<>(List.of(ANN.publicKey()));
    var chain = List.of(web(ANN, BEN).sign());
    var validator = validator().resolver((_, _) -> List.copyOf(keys)).build();
    var call = webCall(BEN, chain).sign();
    assertAuthorized(validator.validate(call, carried(chain)));

    keys.set(0, EVE.publicKey());

    assertRefused(validator.validate(call, carried(chain)), Reason.BAD_SIGNATURE, 0);
  }

  @Test
  void chn4WhenNobodyCanTellAKeyTheVerdictIsNeitherYesNorNo() {
    var chain = List.of(web(ANN, BEN).sign());
    var validator = validator().resolver(SignatureRulesTest::down).build();

    var verdict = validator.validate(webCall(BEN, chain).sign(), carried(chain));

    assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
    assertThat(((Verdict.Unavailable) verdict).what()).contains("did:web:example.com", "no route");
  }

  @Test
  void chn4NobodyIsAskedAboutAChainThatCannotHold() {
    var expired = List.of(web(ANN, BEN).expires(NOW - 1).sign());
    var open = List.of(web(ANN, CLEO).sign());
    var validator =
        validator()
            .resolver((_, _) -> {
              throw new AssertionError("asked");
            })
            .build();

    assertRefused(
        validator.validate(webCall(BEN, expired).sign(), carried(expired)), Reason.EXPIRED, 0);
    assertRefused(
        validator.validate(webCall(BEN, open).sign(), carried(open)),
        Reason.CHAIN_BROKEN,
        INVOCATION);
  }

  @Test
  void chn4TheFirstReasonInTheOrderOfTheRulesIsReported() {
    // A bad signature of the second link, and worse behind it.
    var chain = new ArrayList<>(toCleo());
    chain.set(1, grant(ANN, BEN).signedBy(EVE).expires(1L).command("/x").sign());
    chain.set(2, grant(EVE, CLEO).expires(1L).sign());
    assertRefused(verdict(call(EVE), chain), Reason.BAD_SIGNATURE, 1);

    chain.set(1, grant(ANN, BEN).expires(1L).command("/x").sign());
    assertRefused(verdict(call(EVE), chain), Reason.EXPIRED, 1);

    chain.set(1, grant(ANN, BEN).command("/x").sign());
    assertRefused(verdict(call(EVE), chain), Reason.COMMAND_NOT_COVERED, 1);

    // Signature and time of the invocation come before its proofs are looked for.
    var forged = call(CLEO, chain).signedBy(EVE).expires(1L);
    assertRefused(
        validator().build().validate(forged.sign(), ProofStore.NONE),
        Reason.BAD_SIGNATURE,
        INVOCATION);
    assertRefused(
        validator().build().validate(forged.signedBy(CLEO).sign(), ProofStore.NONE),
        Reason.EXPIRED,
        INVOCATION);
    assertRefused(
        validator().executors(Set.of(EVE.did())).build().validate(forged.sign(), ProofStore.NONE),
        Reason.WRONG_EXECUTOR,
        INVOCATION);
  }

  @Test
  void pol9APolicyThatFailsWinsOverOneThatWaits() {
    var promise = MapNode.of("await/ok", Node.of(grant(ROOT, ANN).sign().cid()));
    var waiting = List.of(grant(ROOT, ANN).demands("a", Node.of(1L)).sign());
    var failing =
        List.of(
            grant(ROOT, ANN).demands("a", Node.of(1L)).sign(),
            grant(ANN, BEN).demands("b", Node.of(2L)).sign());
    var args = MapNode.builder().put("a", promise).put("b", 3L).build();

    var verdict = verdict(call(ANN).with("args", args), waiting);

    assertThat(verdict).isEqualTo(new Verdict.Pending(Set.of(grant(ROOT, ANN).sign().cid())));
    assertRefused(verdict(call(BEN).with("args", args), failing), Reason.POLICY_FAILED, 1);
  }

  @Test
  void pol9ResolvedArgumentsAreWhatPoliciesSee() {
    var promise = MapNode.of("await/ok", Node.of(grant(ROOT, ANN).sign().cid()));
    var chain = List.of(grant(ROOT, ANN).demands("a", Node.of(1L)).sign());
    var call = call(ANN, chain).args("a", promise).sign();
    var validator = validator().build();

    assertThat(validator.validate(call, carried(chain))).isInstanceOf(Verdict.Pending.class);
    assertAuthorized(validator.validate(call, carried(chain), MapNode.of("a", Node.of(1L))));
    assertRefused(
        validator.validate(call, carried(chain), MapNode.of("a", Node.of(2L))),
        Reason.POLICY_FAILED,
        0);
  }

  @Test
  void pol9OnceResolvedWhatLooksLikeAPromiseIsData_T49() {
    var promise = MapNode.of("await/ok", Node.of(grant(ROOT, ANN).sign().cid()));
    var chain = List.of(grant(ROOT, ANN).demands("a", promise).sign());
    var call = call(ANN, chain).args("a", promise).sign();
    var validator = validator().build();

    var resolved = validator.validate(call, carried(chain), call.args());
    var unresolved = validator.validate(call, carried(chain));

    // The same validator, so that what it remembers of one question must not answer the other.
    assertAuthorized(resolved);
    assertThat(unresolved).isInstanceOf(Verdict.Pending.class);
    assertAuthorized(validator.validate(call, carried(chain), call.args()));
  }

  @Test
  void pol9TheOtherSpellingOfAPromiseWaitsBehindItsOption_C15() {
    var promise = MapNode.of("ucan/await/ok", Node.of(grant(ROOT, ANN).sign().cid()));
    var chain = List.of(grant(ROOT, ANN).demands("a", Node.of(1L)).sign());
    var call = call(ANN, chain).args("a", promise).sign();
    var lenient = validator().options(Options.interop(Option.UCAN_AWAIT)).build();

    assertThat(lenient.validate(call, carried(chain))).isInstanceOf(Verdict.Pending.class);
    assertRefused(validator().build().validate(call, carried(chain)), Reason.POLICY_FAILED, 0);
    assertRefused(lenient.validate(call, carried(chain), call.args()), Reason.POLICY_FAILED, 0);
  }

  @Test
  void pol9AnExplanationSeesResolvedArguments() {
    var promise = MapNode.of("await/ok", Node.of(grant(ROOT, ANN).sign().cid()));
    var chain = List.of(grant(ROOT, ANN).demands("a", Node.of(1L)).sign());
    var call = call(ANN, chain).args("a", promise).sign();
    var validator = validator().build();

    var before = validator.explain(call, carried(chain));
    var after = validator.explain(call, carried(chain), MapNode.of("a", Node.of(2L)));

    assertThat(before.verdict()).isInstanceOf(Verdict.Pending.class);
    assertRefused(after.verdict(), Reason.POLICY_FAILED, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a <= 1e9 | {\"a\": 2000000000} | demands a <= 1e9 (statement 1 of its policy), but a is 2e9: change",
        "a == 1 | {\"b\": 1} | but a is missing: change",
        "b == 1 and a.b == 1 | {\"a\": {}, \"b\": 1} | (statement 2 of its policy), but a.b is missing: change",
        "a == 1 | {\"a\": [1, 2]} | but a is a list of 2: change",
        "a like \"x*\" | {\"a\": \"yes\"} | but a is \"yes\": change",
        ". == 1 | {\"a\": 1} | but the whole of the arguments is a map of 1: change",
        "a == 1 or b == 1 | {\"a\": 2, \"b\": 3} | but a is 2, b is 3: change",
        "all a (. < 3) | {\"a\": [1, 4]} | but a[1] is 4: change",
        "any a (. < 3) | {\"a\": 7} | but a is 7: change",
        "not and() | {} | demands not and() (statement 1 of its policy), but and() holds: change"
      })
  void aFailedPolicySaysWhatItDemandsAndWhatThereIs(String policy, String args, String sentence) {
    var demands = Node.list(Policy.parse(policy).toNodes());
    var chain = List.of(grant(ROOT, ANN).with("pol", demands).sign());

    var verdict = verdict(call(ANN).with("args", Policies.args(args)), chain);

    assertThat(((Verdict.Refused) verdict).explanation()).contains(sentence);
  }

  @Test
  void inv1ThePoliciesOfAllLinksCount() {
    var chain =
        List.of(
            grant(ROOT, ANN).demands("a", Node.of(1L)).sign(),
            grant(ANN, BEN).demands("a", Node.of(2L)).sign());

    var verdict = verdict(call(BEN).args("a", Node.of(1L)), chain);

    assertRefused(verdict, Reason.POLICY_FAILED, 1);
    assertThat(((Verdict.Refused) verdict).failure()).isNotNull();
    assertThat(((Verdict.Refused) verdict).explanation())
        .contains("(statement 1 of its policy)")
        .contains(Shown.of(ANN.did()));
    assertRefused(verdict(call(BEN).args("a", Node.of(2L)), chain), Reason.POLICY_FAILED, 0);
  }

  private static List<PublicKey> down(Did did, DidResolver.Purpose purpose) {
    throw new IpvmException(ErrorCode.UNAVAILABLE, "no route to " + Map.of(did, purpose));
  }

  private static Chains.Draft web(KeyPair signer, KeyPair to) {
    return grant(signer, to).with("iss", Node.of(WEB + "#key-1")).with("sub", Node.of(WEB.text()));
  }

  private static Chains.Call webCall(KeyPair by, List<Delegation> chain) {
    var call = call(by, chain).with("sub", Node.of(WEB.text()));
    return chain.isEmpty() ? call.with("iss", Node.of(WEB.text())) : call;
  }
}
