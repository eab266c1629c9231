package io.ipvm.ucan;

import static io.ipvm.ucan.Policies.holds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Section 3.1 of the rules, statement by statement; traps T26, T27, T35, T36, T38 and T39.
final class PolicyTest {
  @Test
  void demandsNothingWhenEmpty() {
    assertThat(Policy.EMPTY.match(MapNode.EMPTY)).isEqualTo(new PolicyMatch.Satisfied());
    assertThat(Policy.of(List.of())).isEqualTo(Policy.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"!=\", \".a\", 1] | true",
        "[\"==\", \".a\", null] | true",
        "[\"!=\", \".a.b\", 1] | false",
        "[\"not\", [\"==\", \".a.b\", 1]] | true",
        "[\"any\", \".a\", [\"==\", \".\", 1]] | false",
        "[\"all\", \".a\", [\"==\", \".\", 1]] | false"
      })
  void doesWhatTheWorkedCasesSay_C5_C6(String statement, boolean expected) {
    assertThat(holds(statement, "{}")).isEqualTo(expected);
  }

  @Test
  void anUnresolvableSelectorIsFalseAndNoException_POL_1() {
    for (var operator : List.of("==", "!=", "<", "<=", ">", ">=")) {
      assertThat(holds("[\"" + operator + "\", \".a[3]\", 1]", "{\"a\": []}")).isFalse();
    }
    assertThat(holds("[\"like\", \".a[3]\", \"*\"]", "{\"a\": []}")).isFalse();
    assertThat(holds("[\"all\", \".a[3]\", [\"==\", \".\", 1]]", "{\"a\": []}")).isFalse();
    assertThat(holds("[\"any\", \".a[3]\", [\"==\", \".\", 1]]", "{\"a\": []}")).isFalse();
  }

  @Test
  void takesArgumentsAsTheyAre_POL_2() {
    assertThat(holds("[\"==\", \".a\", \"1\"]", "{\"a\": 1}")).isFalse();
    assertThat(holds("[\"==\", \".a\", \"x\"]", "{\"a\": \" x \"}")).isFalse();
    assertThat(holds("[\"==\", \".a\", false]", "{\"a\": 0}")).isFalse();
    assertThat(holds("[\"<\", \".a\", 2]", "{\"a\": \"1\"}")).isFalse();
    assertThat(holds("[\"<\", \".a\", 2]", "{\"a\": null}")).isFalse();
    assertThat(holds("[\"like\", \".a\", \"*\"]", "{\"a\": 1}")).isFalse();
  }

  @Test
  void equalityGoesToTheBottomAndTakesNumbersByValue_T39() {
    assertThat(holds("[\"==\", \".a\", 1.0]", "{\"a\": 1}")).isTrue();
    assertThat(holds("[\"==\", \".a\", 1]", "{\"a\": 1.0}")).isTrue();
    assertThat(holds("[\"!=\", \".a\", 1]", "{\"a\": 1.0}")).isFalse();
    assertThat(holds("[\"==\", \".a\", -0.0]", "{\"a\": 0}")).isTrue();
    assertThat(holds("[\"==\", \".\", {\"a\": [1, {\"b\": 2.0}]}]", "{\"a\": [1.0, {\"b\": 2}]}"))
        .isTrue();
    assertThat(holds("[\"==\", \".a\", [1, 2]]", "{\"a\": [1, 2, 3]}")).isFalse();
    assertThat(holds("[\"==\", \".a\", [2, 1]]", "{\"a\": [1, 2]}")).isFalse();
    assertThat(holds("[\"==\", \".a\", {\"b\": 1}]", "{\"a\": {\"b\": 1, \"c\": 2}}")).isFalse();
    assertThat(holds("[\"==\", \".a\", {\"b\": 1}]", "{\"a\": {\"c\": 1}}")).isFalse();
  }

  @Test
  void comparesMixedNumbers_T39() {
    assertThat(holds("[\"<\", \".a\", 1.5]", "{\"a\": 1}")).isTrue();
    assertThat(holds("[\">\", \".a\", 1]", "{\"a\": 1.5}")).isTrue();
    assertThat(holds("[\"<=\", \".a\", 1]", "{\"a\": 1.0}")).isTrue();
    assertThat(holds("[\">=\", \".a\", 1.0]", "{\"a\": 1}")).isTrue();
    assertThat(holds("[\"<\", \".a\", 1]", "{\"a\": 1}")).isFalse();
    assertThat(holds("[\">\", \".a\", 1]", "{\"a\": 1}")).isFalse();
  }

  @Test
  void noNumberIsRounded() {
    var beyond = MapNode.of("a", Node.of((1L << 53) + 1));
    var largest = MapNode.of("a", Node.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));

    assertThat(matches("a == 9007199254740992.0", beyond)).isFalse();
    assertThat(matches("a > 9007199254740992.0", beyond)).isTrue();
    assertThat(matches("a <= 9007199254740991", beyond)).isFalse();
    assertThat(matches("a < 18446744073709551616.0", largest)).isTrue();
    assertThat(matches("a == 18446744073709551616.0", largest)).isFalse();
    assertThat(matches(". == {\"a\": 9007199254740992.0}", beyond)).isFalse();
    assertThat(matches("a > 0", largest)).isTrue();
    assertThat(matches("a > -9223372036854775808.0", MapNode.of("a", Node.of(Long.MIN_VALUE))))
        .isFalse();
    assertThat(matches("a < 9223372036854775808.0", MapNode.of("a", Node.of(Long.MAX_VALUE))))
        .isTrue();
    assertThat(matches("a < -0.25", MapNode.of("a", Node.of(-1)))).isTrue();
  }

  @Test
  void emptyConnectivesAndQuantifiersHold_C7_T38() {
    assertThat(holds("[\"and\", []]", "{}")).isTrue();
    assertThat(holds("[\"or\", []]", "{}")).isTrue();
    assertThat(holds("[\"not\", [\"or\", []]]", "{}")).isFalse();
    assertThat(holds("[\"all\", \".a\", [\"==\", \".\", 1]]", "{\"a\": []}")).isTrue();
    assertThat(holds("[\"any\", \".a\", [\"==\", \".\", 1]]", "{\"a\": []}")).isTrue();
    assertThat(holds("[\"any\", \".a\", [\"==\", \".\", 1]]", "{\"a\": {}}")).isTrue();
  }

  @Test
  void anOptionalSelectorWithoutDataDoesNotPass_T26() {
    assertThat(holds("[\"==\", \".foo?\", \"x\"]", "{}")).isFalse();
    assertThat(holds("[\"like\", \".foo?\", \"*\"]", "{}")).isFalse();
    assertThat(holds("[\"<\", \".foo[0]?\", 1]", "{}")).isFalse();
  }

  @Test
  void andDoesNotEndTheRest_T27() {
    assertThat(holds("[\"and\", [[\"==\",\".a?\",1],[\"==\",\".b\",2]]]", "{\"b\": 3}")).isFalse();
    assertThat(holds("[\"or\", [[\"==\",\".a?\",1],[\"==\",\".b\",2]]]", "{\"b\": 3}")).isFalse();
    assertThat(holds("[\"all\", \".l\", [\"==\",\".a?\",1]]", "{\"l\": [{}, {\"a\": 1}]}"))
        .isFalse();
    assertThat(holds("[\"==\", \".a?\", null]", "{}")).isTrue();
  }

  @Test
  void quantifiersTakeMapsAndNest_T35_T36() {
    var letters =
        "{\"news\": {\"x\": {\"to\": [{\"mail\": \"a\"}, {\"mail\": \"b\"}]},"
            + " \"y\": {\"to\": [{\"mail\": \"b\"}]}}}";

    assertThat(
            holds("[\"all\", \".news\", [\"any\", \".to\", [\"==\", \".mail\", \"b\"]]]", letters))
        .isTrue();
    assertThat(
            holds("[\"all\", \".news\", [\"all\", \".to\", [\"==\", \".mail\", \"b\"]]]", letters))
        .isFalse();
    assertThat(
            holds("[\"any\", \".news\", [\"all\", \".to\", [\"==\", \".mail\", \"b\"]]]", letters))
        .isTrue();
    assertThat(
            holds(
                "[\"all\", \".news[]\", [\"any\", \".to\", [\"==\", \".mail\", \"a\"]]]", letters))
        .isFalse();
    assertThat(holds("[\"all\", \".a\", [\"==\", \".\", 1]]", "{\"a\": \"111\"}")).isFalse();
    assertThat(
            holds("[\"all\", \".a\", [\">\", \".\", 0]]", "{\"a\": {\"/\": {\"bytes\": \"AQ\"}}}"))
        .isFalse();
  }

  @Test
  void aFailureSaysWhichStatementAndWhatWasFound() {
    var policy =
        Policy.parse("mod like \"m*\" and limits.gas <= 1e9 and all to (. like \"*@example.com\")");

    assertFailed(policy, "{}", 0, "mod like \"m*\"", "mod is missing");
    assertFailed(policy, "{\"mod\": 7}", 0, "mod like \"m*\"", "mod is 7");
    assertFailed(
        policy,
        "{\"mod\": \"m\", \"limits\": {\"gas\": 2000000000}}",
        1,
        "limits.gas <= 1e9",
        "limits.gas is 2e9");
    assertFailed(policy, "{\"mod\": \"m\"}", 1, "limits.gas <= 1e9", "limits is missing");
    assertFailed(
        policy,
        "{\"mod\": \"m\", \"limits\": {\"gas\": 1}, \"to\": [\"a@example.com\", \"b@x.org\"]}",
        2,
        "all to (. like \"*@example.com\")",
        "to[1] is \"b@x.org\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(a == 1 and b == 2) | b is 3",
        "a == 2 or b == 2 | a is 1, b is 3",
        "not a == 1 | a is 1",
        "not (a == 1 and b == 3) | a is 1, b is 3",
        "not or() | or() holds",
        "not and() | and() holds",
        "not not b == 1 | b is 3",
        "all m (x.y == 1) | m[\"k k\"].x.y is 2",
        "all m (.[0] == 1) | m[\"k k\"][0] is missing",
        "not all m (x.y == 2) | m is a map of 1",
        "any l (. == 7) | l is a list of 2",
        "all a (. == 7) | a is 1",
        "not a != 2 | a is 1",
        "l[5] == 1 | l[5] is missing",
        "n == 1 | n is null",
        ". == 1 | the whole of the arguments is a map of 5",
        "l == 1 | l is a list of 2"
      })
  void findingsNameThePlace(String policy, String found) {
    var args =
        "{\"a\": 1, \"b\": 3, \"m\": {\"k k\": {\"x\": {\"y\": 2}}}, \"l\": [1, 2], \"n\": null}";

    assertThat(Policy.parse(policy).match(Policies.args(args)))
        .isInstanceOfSatisfying(
            PolicyMatch.Failed.class, failed -> assertThat(failed.found()).isEqualTo(found));
  }

  @Test
  void aFindingIsShortAndShowsNothingInvisible() {
    var long1 = MapNode.of("a", Node.of("secret ".repeat(1_000)));
    var odd = MapNode.of("a", Node.of("\u001b[31m\u202e"));
    var policy = Policy.parse("a == \"" + "x".repeat(5_000) + "\"");

    var failed = (PolicyMatch.Failed) policy.match(long1);

    assertThat(failed.found()).startsWith("a is \"secret secret").endsWith("...").hasSize(45);
    assertThat(failed.demanded()).hasSize(200).endsWith("...");
    assertThat(((PolicyMatch.Failed) policy.match(odd)).found())
        .isEqualTo("a is \"\\u{1b}[31m\\u{202e}\"");
  }

  @Test
  void aMatchMayTakeAMillionSteps() {
    // One for the quantifier, one to reach the list, one for each item.
    var policy = Policy.parse("all a (. > 0)");

    assertThat(policy.match(ones(Policy.MAX_STEPS - 2))).isEqualTo(new PolicyMatch.Satisfied());
    assertThat(policy.match(ones(Policy.MAX_STEPS - 1)))
        .isEqualTo(
            new PolicyMatch.Failed(
                0, "all a (. > 0)", "it is too much to look at (more than 1000000 steps)"));
  }

  @Test
  void whatTakesTooLongIsRefusedEvenIfItIsNegated() {
    var many = String.join(" and ", Collections.nCopies(900, ". != 7"));
    var args = ones(60_000);

    for (var policy :
        List.of("all a (%)", "not all a (%)", "not any a (not (%))", "not not all a (%)")) {
      assertThat(Policy.parse(policy.replace("%", many)).match(args))
          .isInstanceOfSatisfying(
              PolicyMatch.Failed.class,
              failed -> assertThat(failed.found()).startsWith("it is too much to look at"));
    }
  }

  @Test
  void copiesOfListsAndLongTextsCountToo() {
    var copies = Policy.parse("a[0:] != 7 and a[0:] != 7 and a[0:] != 7");
    var texts = MapNode.of("a", Node.list(Collections.nCopies(70_000, Node.of("x".repeat(1_000)))));

    assertThat(copies.match(ones(Policy.MAX_STEPS / 2))).isInstanceOf(PolicyMatch.Failed.class);
    assertThat(Policy.parse("all a (. like \"x*x\")").match(texts))
        .isInstanceOfSatisfying(
            PolicyMatch.Failed.class,
            failed -> assertThat(failed.found()).startsWith("it is too much to look at"));
  }

  private static MapNode ones(int count) {
    return MapNode.of("a", Node.list(Collections.nCopies(count, Node.of(1))));
  }

  @Test
  void holdsWhereThePublishedPoliciesDo() throws IOException {
    var file = TestData.find("ucan/policy.json");
    assumeTrue(file.isPresent(), TestData.ABSENT);
    var suite = new ObjectMapper().readTree(Files.readString(file.orElseThrow()));

    int valid = check(suite.get("valid"), true);
    int invalid = check(suite.get("invalid"), false);

    assertThat(List.of(valid, invalid)).containsExactly(17, 8);
    Conformance.of("ucan/policy.json").passed(valid + invalid).record();
  }

  private static int check(JsonNode cases, boolean expected) {
    int checked = 0;
    for (var vector : cases) {
      var args = Policies.args(vector.get("args").toString());
      for (var written : vector.get("policies")) {
        var policy = Policies.of(written.toString());
        var verdict = policy.match(args);

        assertThat(verdict instanceof PolicyMatch.Satisfied).as("%s", written).isEqualTo(expected);
        assertThat(NaivePolicy.holds(policy.toNodes(), args)).isEqualTo(expected);
        assertThat(Node.list(policy.toNodes())).isEqualTo(DagJson.decode(written.toString()));
        checked++;
      }
    }
    return checked;
  }

  private static boolean matches(String policy, MapNode args) {
    return Policy.parse(policy).match(args) instanceof PolicyMatch.Satisfied;
  }

  private static void assertFailed(
      Policy policy, String args, int statement, String demanded, String found) {
    assertThat(policy.match(Policies.args(args)))
        .isEqualTo(new PolicyMatch.Failed(statement, demanded, found));
  }
}
