package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules POL-6, POL-7, SEL-1 and LIM-1: what cannot be evaluated is no policy (traps T7 and T28).
final class StatementReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | pol/0: a statement is of kind map, not list",
        "[] | pol/0: a statement does not begin with an operator",
        "[1, \".a\", 2] | pol/0: a statement does not begin with an operator",
        "[\"=\", \".a\", 2] | pol/0: unknown operator \"=\" (known: ==, !=,",
        "[\"AND\", []] | pol/0: unknown operator \"AND\"",
        "[\"==\", \".a\"] | pol/0: \"==\" is a list of 3 parts, not 2",
        "[\"==\", \".a\", 1, 2] | pol/0: \"==\" is a list of 3 parts, not 4",
        "[\"and\", [], []] | pol/0: \"and\" is a list of 2 parts, not 3",
        "[\"and\", [\"==\", \".a\", 1]] | pol/0/1/0: a statement is of kind string, not list",
        "[\"or\", {}] | pol/0/1: \"or\" joins a list of statements, not a map",
        "[\"not\", []] | pol/0/1: a statement does not begin with an operator",
        "[\"not\", [[\"==\", \".a\", 1]]] | pol/0/1: a statement does not begin with an operator",
        "[\"==\", 1, 1] | pol/0/1: a selector is of kind integer, not string",
        "[\"==\", \"[\\\"x\\\"]\", 1] | pol/0/1: selector",
        "[\"==\", \"a\", 1] | pol/0/1: selector \"a\": column 1",
        "[\"==\", \".a.\", 1] | pol/0/1: selector \".a.\": column 4",
        "[\"<\", \".a\", \"1\"] | pol/0/2: \"<\" compares with a number, not a string",
        "[\">=\", \".a\", null] | pol/0/2: \">=\" compares with a number, not a null",
        "[\"like\", \".a\", 1] | pol/0/2: \"like\" takes a pattern, not a integer",
        "[\"all\", \".a\", []] | pol/0/2: a statement does not begin",
        "[\"any\", \".a\", [\"or\", [[\"not\", [\"x\"]]]]] | pol/0/2/1/0/1: unknown operator \"x\"",
        "[\"==\", \".a\", 9007199254740992] | pol/0/2: the integer 9007199254740992 is outside",
        "[\"<\", \".a\", -9007199254740992] | pol/0/2: the integer -9007199254740992 is outside",
        "[\"!=\", \".a\", [{\"b\": 9007199254740992}]] | pol/0/2: the integer",
        "[\"==\", \".a\", 18446744073709551615] | pol/0/2: the integer 18446744073709551615"
      })
  void refusesWhatIsNoStatementByItsPath_POL_6_POL_7_T7(String statement, String message) {
    assertThatThrownBy(() -> Policies.of("[" + statement + "]"))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void namesTheStatementWithinThePolicy() {
    assertThatThrownBy(() -> Policies.of("[[\"==\", \".a\", 1], [\"==\", \".a\", 1], 7]"))
        .hasMessage("pol/2: a statement is of kind integer, not list");
  }

  @Test
  void integersHave53Bits_POL_7() {
    var policy = Policies.of("[[\"<\",\".a\",9007199254740991],[\">\",\".a\",-9007199254740991]]");

    assertThat(policy.text()).isEqualTo("a < 9007199254740991 and a > -9007199254740991");
    assertThat(Policies.of("[[\"<\", \".a\", 1.0e300]]").text()).isEqualTo("a < 1.0e+300");
    assertThatThrownBy(() -> Policy.of(List.of(equal(Node.of(BigInteger.TWO.pow(64).negate())))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void statementsNestAtMost32Deep() {
    var inner = equal(Node.of(1));
    for (int depth = 2; depth <= 32; depth++) {
      inner = Node.list(Node.of("not"), inner);
    }
    var deepest = inner;
    var path = "pol/0" + "/1".repeat(32);

    assertThat(Policy.of(List.of(deepest)).toNodes()).containsExactly(deepest);
    assertThatThrownBy(() -> Policy.of(List.of(Node.list(Node.of("not"), deepest))))
        .isInstanceOf(MalformedException.class)
        .hasMessage(path + ": nested deeper than 32");
  }

  @Test
  void aPolicyHasAtMost1000Statements() {
    var half = Node.list(Node.of("and"), Node.list(Collections.nCopies(499, equal(Node.NULL))));
    var most = new ArrayList<Node>(List.of(half, half));

    assertThat(Policy.of(most).toNodes()).isEqualTo(most);
    most.add(equal(Node.NULL));
    assertThatThrownBy(() -> Policy.of(most))
        .isInstanceOf(MalformedException.class)
        .hasMessage("pol/2: more than 1000 statements");
  }

  @Test
  void aValueNestsAtMost128Deep() {
    Node value = Node.list();
    for (int depth = 1; depth < 128; depth++) {
      value = depth % 2 == 0 ? Node.list(value) : MapNode.of("a", value);
    }
    var deepest = value;

    var policy = Policy.of(List.of(equal(deepest)));
    assertThat(Policy.parse(policy.text())).isEqualTo(policy);
    assertThatThrownBy(() -> Policy.of(List.of(equal(Node.list(deepest)))))
        .hasMessage("pol/0/2: a value nests deeper than 128");
  }

  @Test
  void refusesTextsThatNoTokenCarries() {
    assertThatThrownBy(() -> Policy.of(List.of(equal(Node.of("\ud800")))))
        .hasMessage("pol/0/2: a text has an unpaired surrogate");
    assertThatThrownBy(() -> Policy.of(List.of(equal(MapNode.of("\udc00", Node.NULL)))))
        .hasMessage("pol/0/2: a text has an unpaired surrogate");
  }

  private static Node equal(Node value) {
    return Node.list(Node.of("=="), Node.of(".a"), value);
  }
}
