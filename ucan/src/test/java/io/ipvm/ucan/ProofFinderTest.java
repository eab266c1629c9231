package io.ipvm.ucan;

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
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Cid;
import io.ipvm.keys.KeyPair;
import io.ipvm.testkit.Property;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is found for `prf` (rule CHN-6).
final class ProofFinderTest {
  private static final Command READ = Command.parse("/crud/read");

  private final DelegationIndex index = new DelegationIndex();
  private final ProofFinder finder = new ProofFinder(index, Chains.CLOCK);

  @Test
  void findsAChainFromTheRootOn() {
    var chain = toCleo();
    chain.reversed().forEach(index::add);

    assertThat(found(CLEO)).isEqualTo(chain.stream().map(Delegation::cid).toList());
  }

  @Test
  void whoIsTheSubjectNeedsNone() {
    assertThat(found(ROOT)).isEmpty();
  }

  @Test
  void prefersTheShorterAndOfThoseTheOneThatLastsLongest() {
    toCleo().forEach(index::add);
    var brief = grant(ROOT, CLEO).expires(NOW + 5).sign();
    var lasting = grant(ROOT, CLEO).expires(NOW + 50).sign();
    index.add(lasting);
    index.add(brief);

    assertThat(found(CLEO)).containsExactly(lasting.cid());
  }

  @Test
  void goesThroughPowerlinesButDoesNotStartWithOne() {
    var root = grant(ROOT, ANN).sign();
    var powerline = grant(ANN, BEN).powerline().sign();
    index.add(root);
    index.add(powerline);
    index.add(grant(ROOT, EVE).powerline().sign());

    assertThat(found(BEN)).containsExactly(root.cid(), powerline.cid());
    assertThat(nearest(EVE)).contains("leads up to").contains(Shown.of(ROOT.did()));
  }

  @Test
  void chn6CyclesEnd() {
    index.add(grant(ANN, BEN).sign());
    index.add(grant(BEN, CLEO).sign());
    index.add(grant(CLEO, ANN).sign());

    assertThat(nearest(CLEO)).contains("to whom nobody delegates that");
  }

  @Test
  void chn6NothingLongerThanAValidatorTakesIsFound() {
    for (int i = 0; i < 33; i++) {
      index.add(grant(person(i), person(i + 1)).on(person(0)).sign());
    }

    assertThat(finder.find(person(32).did(), person(0).did(), READ))
        .isInstanceOf(ProofFinder.Found.Chain.class);
    assertThat(finder.find(person(33).did(), person(0).did(), READ))
        .isInstanceOf(ProofFinder.Found.None.class);
  }

  private static KeyPair person(int number) {
    return Chains.person("person " + number);
  }

  @Test
  void c18AWideDelegationAboveANarrowOneIsFoundAndNotTheOtherWayRound() {
    index.add(grant(ROOT, ANN).command("/crud/read").sign());
    index.add(grant(ANN, BEN).command("/crud").sign());

    assertThat(nearest(BEN)).contains("widens what it passes on");

    var narrow = grant(ANN, BEN).command("/crud/read").sign();
    index.add(narrow);

    assertThat(found(BEN)).hasSize(2).last().isEqualTo(narrow.cid());
  }

  @Test
  void saysWhatCameNearest() {
    assertThat(nearest(ANN)).contains("nothing about /crud/read of").contains("ask the subject");

    index.add(grant(ROOT, ANN).command("/other").sign());
    assertThat(nearest(ANN)).contains("allows /other and what is below: ask for more");

    var late = grant(ROOT, ANN).expires(NOW - 1).sign();
    index.add(late);
    assertThat(nearest(ANN))
        .contains(Shown.of(late.cid()))
        .contains("until 2027-01-15T07:59:59Z: ask for a fresh one");

    index.add(grant(ROOT, ANN).sign());
    assertThat(found(ANN)).hasSize(1);
    assertThat(finder.find(ANN.did(), ROOT.did(), READ, _ -> false))
        .isInstanceOfSatisfying(
            ProofFinder.Found.None.class,
            none -> assertThat(none.nearest()).contains("cannot be used for this"));
  }

  @Test
  void whatIsForgottenIsNotFound() {
    var one = grant(ROOT, ANN).sign();
    var other = grant(ROOT, ANN).nonce("other").sign();
    assertThat(index.add(one)).isTrue();
    assertThat(index.add(one)).isFalse();
    index.add(other);

    assertThat(index.remove(one.cid())).isTrue();
    assertThat(index.remove(one.cid())).isFalse();

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.find(one.cid())).isEmpty();
    assertThat(found(ANN)).containsExactly(other.cid());
    index.remove(other.cid());
    assertThat(nearest(ANN)).contains("nothing about");
  }

  @Test
  void whatIsFoundIsAuthorised() {
    Property.check(seed -> {
      var random = Property.random(seed);
      var people = List.of(ROOT, ANN, BEN, CLEO, EVE);
      var woven = new DelegationIndex();
      for (int i = 0; i < 40; i++) {
        var draft =
            grant(people.get(random.nextInt(5)), people.get(random.nextInt(5)))
                .nonce("number " + i)
                .command(random.nextBoolean() ? "/crud" : "/crud/read")
                .expires(NOW + random.nextInt(-10, 30));
        woven.add((random.nextInt(3) == 0 ? draft.powerline() : draft).sign());
      }
      var invoker = people.get(random.nextInt(1, 5));

      var found = new ProofFinder(woven, Chains.CLOCK).find(invoker.did(), ROOT.did(), READ);

      if (found instanceof ProofFinder.Found.Chain(var chain, var window)) {
        var verdict = validator().build().validate(call(invoker, chain).sign(), carried(chain));
        assertThat(verdict).isEqualTo(new Verdict.Authorized(window, chain, List.of()));
      }
    });
  }

  @Test
  void theExplanationDrawsEveryLinkAndAllThatIsWrong() {
    var chain =
        List.of(
            grant(ROOT, ANN).sign(),
            grant(ANN, BEN).expires(NOW - 86_400 * 3).command("/crud/write").sign(),
            grant(BEN, CLEO).sign());
    var call = call(EVE, chain).sign();

    var explanation =
        validator()
            .executors(Set.of(ROOT.did()))
            .build()
            .explain(call, carried(chain.get(0), chain.get(1)));

    assertThat(explanation.lines())
        .extracting(Explanation.Line::holds)
        .containsExactly(true, false, false, true);
    assertThat(explanation.tree().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("subject " + ROOT.did()),
            line -> assertThat(line).startsWith("└ ✓ zdpu").endsWith(": /crud, for ever"),
            line -> assertThat(line).startsWith("  └ ✗ zdpu").contains("/crud/write, until"),
            line -> assertThat(line).contains("EXPIRED: link 2 of 3, zdpu").contains("3 days ago"),
            line -> assertThat(line).contains("COMMAND_NOT_COVERED: link 2 of 3, zdpu"),
            line -> assertThat(line).startsWith("    └ ✗ zdpu").endsWith(" is not there"),
            line -> assertThat(line).contains("PROOF_MISSING: link 3 of 3, zdpu"),
            line -> assertThat(line).startsWith("      └ ✓ zdpu").contains("invokes /crud/read"),
            line -> assertThat(line).startsWith("= PROOF_MISSING: link 3 of 3, zdpu"));
  }

  private List<Cid> found(KeyPair invoker) {
    var chain = (ProofFinder.Found.Chain) finder.find(invoker.did(), ROOT.did(), READ);
    return chain.delegations().stream().map(Delegation::cid).toList();
  }

  private String nearest(KeyPair invoker) {
    return ((ProofFinder.Found.None) finder.find(invoker.did(), ROOT.did(), READ)).nearest();
  }
}
