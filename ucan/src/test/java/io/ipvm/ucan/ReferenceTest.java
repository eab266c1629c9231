package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.testkit.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Chains at random: the validator says what the text of the rules says, more delegations never
/// give more, fewer give nothing.
final class ReferenceTest {
  private static final int LINKS = 6;

  @Test
  void randomChainsAreJudgedAsTheTextOfTheRulesSays() {
    var world = new RandomChains(1);
    var validator = world.validator();
    Map<String, Integer> counts = new HashMap<>();

    Property.check(
        2_000,
        seed -> {
          var next = world.next(Property.random(seed));
          counts.merge(next.expected().split(" ", 2)[0], 1, Integer::sum);
          assertJudged(validator, next);
        });

    // So that this is not a test of one outcome; a single seed has but one.
    if (counts.values().stream().mapToInt(Integer::intValue).sum() > 1) {
      assertThat(counts.keySet())
          .contains("AUTHORIZED", "PENDING", "BAD_SIGNATURE", "EXPIRED", "NOT_YET_VALID")
          .contains("REPLAYED", "PROOF_MISSING", "POWERLINE_ROOT", "SUBJECT_MISMATCH")
          .contains("CHAIN_BROKEN", "NO_AUTHORITY", "COMMAND_NOT_COVERED", "COMMAND_WIDENED")
          .contains("REVOKED", "POLICY_FAILED", "WRONG_EXECUTOR");
      assertThat(counts.get("AUTHORIZED")).isGreaterThan(300);
    }
  }

  @Test
  @Tag("fuzz")
  void aMillionRandomChainsAreJudgedAsTheTextOfTheRulesSays() {
    var world = new RandomChains(2);
    var validator = world.validator();

    Property.check(1_000_000, seed -> assertJudged(validator, world.next(Property.random(seed))));
  }

  private static void assertJudged(Validator validator, RandomChains.Case next) {
    ProofStore carried = cid -> Optional.ofNullable(next.carried().get(cid));

    var said = said(validator.validate(next.invocation(), carried));

    // Twice: the second answer may come from memory.
    if (!said.equals(next.expected())
        || !said(validator.validate(next.invocation(), carried)).equals(said)) {
      throw new AssertionError(
          "rules say " + next.expected() + ", said was " + said + " of " + next);
    }
  }

  private static String said(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized _ -> "AUTHORIZED";
      case Verdict.Pending _ -> "PENDING";
      case Verdict.Unavailable _ -> "UNAVAILABLE";
      case Verdict.Refused refused -> refused.reason() + " " + refused.link();
    };
  }

  @Test
  void attenuationNeverWidens() {
    Property.check(seed -> {
      var random = Property.random(seed);
      var chain = randomChain(random);
      var shorter = chain.subList(0, chain.size() - 1);
      var command = random.nextBoolean() ? "/crud/read" : "/crud";
      var value = Node.of((long) random.nextInt(2));

      var passedOn = Chains.verdict(call(holder(chain), command, value), chain);
      var before = Chains.verdict(call(holder(shorter), command, value), shorter);

      if (passedOn instanceof Verdict.Authorized) {
        assertThat(before).isInstanceOf(Verdict.Authorized.class);
      }
    });
  }

  @Test
  void removingALinkNeverAuthorises() {
    Property.check(seed -> {
      var random = Property.random(seed);
      var chain = randomChain(random);
      var call = call(holder(chain), "/crud/read", Node.of(0L));
      for (int removed = 0; removed < chain.size(); removed++) {
        var rest = new ArrayList<>(chain);
        rest.remove(removed);

        assertThat(Chains.verdict(call, rest)).isInstanceOf(Verdict.Refused.class);
      }
    });
  }

  private static Chains.Call call(KeyPair by, String command, Node value) {
    return Chains.call(by).command(command).args("a", value);
  }

  private static KeyPair holder(List<Delegation> chain) {
    return person(chain.size());
  }

  private static KeyPair person(int number) {
    return number == 0 ? Chains.ROOT : Chains.person("person " + number);
  }

  /// Closed, of different people, each link as wide as it likes.
  private static List<Delegation> randomChain(RandomGenerator random) {
    var chain = new ArrayList<Delegation>();
    int links = random.nextInt(1, LINKS);
    for (int i = 0; i < links; i++) {
      var draft = Chains.grant(person(i), person(i + 1).did());
      if (i > 0 && random.nextInt(3) == 0) {
        draft = draft.powerline();
      }
      if (random.nextInt(3) == 0) {
        draft = draft.command("/crud/read");
      }
      if (random.nextInt(4) == 0) {
        draft = draft.expires(Chains.NOW + random.nextInt(-1, 5));
      }
      if (random.nextInt(3) == 0) {
        draft = draft.demands("a", Node.of((long) random.nextInt(2)));
      }
      chain.add(draft.sign());
    }
    return chain;
  }
}
