package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules POL-9 and PRM-4: a statement waits if its truth depends on a result that is not there.
final class PolicyPromiseTest {
  private static final Cid FIRST = task("first");
  private static final Cid SECOND = task("second");

  private final MapNode args =
      MapNode.builder()
          .put("p", promise("await/ok", FIRST))
          .put("q", promise("await/*", SECOND))
          .put("n", 1)
          .put("list", Node.list(Node.of(1), promise("await/error", FIRST), Node.of(3)))
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p == 1",
        "p != 1",
        "p > 1",
        "p like \"*\"",
        "p.deep[3].er == 1",
        "p? == null",
        "not p == 1",
        "all p (. == 1)",
        "any p (. == 1)",
        "n == 1 and p == 1",
        "n == 2 or p == 1",
        "list == [1, 2, 3]",
        "list[1] == 2",
        "list[0:2] == [1, 2]",
        "all list (. >= 1)",
        "any list (. == 2)",
        "(n == 1 and p == 1) or n == 2"
      })
  void waitsForTheFirst(String policy) {
    assertThat(match(policy)).isEqualTo(new PolicyMatch.Pending(Set.of(FIRST)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n == 1",
        "n == 1 or p == 1",
        "not (n == 2 and p == 1)",
        "list[0] == 1 and list[-1] == 3",
        "any list (. == 3)",
        "list != [2, 2, 3]",
        "list != [1, 2]",
        "not all list (. == 1)",
        "(p == 1 or q == 1) or n == 1"
      })
  void doesNotWaitForWhatCannotMatter(String policy) {
    assertThat(match(policy)).isEqualTo(new PolicyMatch.Satisfied());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p == 1 and n == 2",
        "(p == 1 and n == 2)",
        "list == [1, 2, 4]",
        "list == [1, 2]",
        "all list (. < 3)",
        "n == 2 or (p == 1 and n == 3)"
      })
  void failsWhateverWillArrive(String policy) {
    assertThat(match(policy)).isInstanceOf(PolicyMatch.Failed.class);
  }

  @Test
  void namesAllThatMattersAndNothingElse() {
    assertThat(match("p == 1 and q == 1"))
        .isEqualTo(new PolicyMatch.Pending(Set.of(FIRST, SECOND)));
    assertThat(match("(p == 1 or n == 1) and q == 1"))
        .isEqualTo(new PolicyMatch.Pending(Set.of(SECOND)));
    assertThat(match(". == {\"n\": 1}")).isInstanceOf(PolicyMatch.Failed.class);
  }

  @Test
  void whatOnlyLooksLikeAPromiseIsData_T49() {
    var link = Node.of(FIRST);
    var similar =
        MapNode.builder()
            .put("text", MapNode.of("await/ok", Node.of("x")))
            .put("other", MapNode.of("await/maybe", link))
            .put("ucan", MapNode.of("ucan/await/ok", link))
            .put("two", MapNode.builder().put("await/ok", FIRST).put("x", 1).build())
            .build();

    assertThat(
            Policy.parse("text.x == null and other != 1 and ucan != 1 and two.x == 1")
                .match(similar))
        .isEqualTo(new PolicyMatch.Satisfied());
  }

  @Test
  void onceResolvedWhatLooksLikeAPromiseIsData() {
    var policy = Policy.parse("p != 1 and q != 1");

    assertThat(policy.match(args)).isInstanceOf(PolicyMatch.Pending.class);
    assertThat(policy.matchResolved(args)).isEqualTo(new PolicyMatch.Satisfied());
  }

  @Test
  void theOtherSpellingCountsBehindItsOption_C15() {
    var args = MapNode.of("p", promise("ucan/await/ok", FIRST));

    assertThat(Policy.parse("p == 1").match(args, Options.interop(Option.UCAN_AWAIT)))
        .isEqualTo(new PolicyMatch.Pending(Set.of(FIRST)));
  }

  @Test
  void whatIsDecidedStaysSoWhateverArrives() {
    Property.check(
        3_000,
        seed -> {
          var random = Property.random(seed);
          var source = new RandomPolicies(random);
          var policy = Policy.of(source.policy());
          var full = source.args();
          var open = (MapNode) Node.rewrite(full, node -> opened(node, full, random.nextInt(6)));

          var early = policy.match(open);
          var late = policy.match(full);

          if (!(early instanceof PolicyMatch.Pending)) {
            assertThat(early.getClass()).as("%s on %s", policy, open).isEqualTo(late.getClass());
          }
        });
  }

  private static Optional<Node> opened(Node node, Node root, int dice) {
    return dice == 0 && !node.equals(root)
        ? Optional.of(promise("await/ok", FIRST))
        : Optional.empty();
  }

  private PolicyMatch match(String policy) {
    return Policy.parse(policy).match(args);
  }

  private static MapNode promise(String tag, Cid task) {
    return MapNode.of(tag, Node.of(task));
  }

  private static Cid task(String name) {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, Bytes.utf8(name));
  }
}
