package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What holds of every policy and all arguments.
final class PolicyPropertyTest {
  private static final int RUNS = 3_000;

  @Test
  void agreesWithTheTextOfTheRules() {
    Property.check(
        RUNS,
        seed -> {
          var source = new RandomPolicies(Property.random(seed));
          var policy = source.policy();
          var args = source.args().with("c", source.largeNumber());

          assertThat(holds(policy, args))
              .as("%s on %s", policy, args)
              .isEqualTo(NaivePolicy.holds(policy, args));
        });
  }

  @Test
  void notTurnsEveryStatementAround() {
    Property.check(
        RUNS,
        seed -> {
          var source = new RandomPolicies(Property.random(seed));
          var statement = source.statement(3);
          var args = source.args();

          assertThat(holds(List.of(not(statement)), args))
              .isNotEqualTo(holds(List.of(statement), args));
        });
  }

  @Test
  void deMorganHolds() {
    Property.check(
        RUNS,
        seed -> {
          var source = new RandomPolicies(Property.random(seed));
          var a = source.statement(2);
          var b = source.statement(2);
          var args = source.args();

          assertThat(holds(List.of(not(joined("and", a, b))), args))
              .isEqualTo(holds(List.of(joined("or", not(a), not(b))), args));
          assertThat(holds(List.of(not(joined("or", a, b))), args))
              .isEqualTo(holds(List.of(joined("and", not(a), not(b))), args));
        });
  }

  @Test
  void oneMoreStatementNeverAllowsMore() {
    Property.check(
        RUNS,
        seed -> {
          var source = new RandomPolicies(Property.random(seed));
          var first = source.statement(2);
          var args = source.args();

          boolean both = holds(List.of(first, source.statement(2)), args);

          assertThat(both && !holds(List.of(first), args)).isFalse();
        });
  }

  @Test
  void everyPolicyIsReadAsItIsWritten() {
    Property.check(
        RUNS,
        seed -> {
          var source = new RandomPolicies(Property.random(seed));
          var policy = Policy.of(source.policy());
          var text = policy.text();

          var read = Policy.parse(text);

          assertThat(read).as(text).isEqualTo(policy).hasSameHashCodeAs(policy);
          assertThat(read.text()).isEqualTo(text);
          assertThat(Policy.of(read.toNodes())).isEqualTo(policy);
          var args = source.args();
          assertThat(read.match(args)).isEqualTo(policy.match(args));
        });
  }

  @Test
  void theFormOfTheTokenStaysAsItWas() {
    Property.check(seed -> {
      var nodes = new RandomPolicies(Property.random(seed)).policy();
      var bytes = DagCbor.encode(Node.list(nodes));

      var policy = Policy.of(((Node.ListNode) DagCbor.decode(bytes)).items());

      assertThat(DagCbor.encode(Node.list(policy.toNodes()))).isEqualTo(bytes);
    });
  }

  private static boolean holds(List<Node> policy, MapNode args) {
    return Policy.of(policy).match(args) instanceof PolicyMatch.Satisfied;
  }

  private static Node not(Node statement) {
    return Node.list(Node.of("not"), statement);
  }

  private static Node joined(String operator, Node... statements) {
    return Node.list(Node.of(operator), Node.list(statements));
  }
}
