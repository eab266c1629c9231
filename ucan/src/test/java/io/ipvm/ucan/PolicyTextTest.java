package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The language in which people write policies.
final class PolicyTextTest {
  private static final String LINK = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits.gas <= 1e9 | [[\"<=\", \".limits.gas\", 1000000000]]",
        ".limits.gas<=1e9 | [[\"<=\", \".limits.gas\", 1000000000]]",
        "a == 1 and b == 2 | [[\"==\", \".a\", 1], [\"==\", \".b\", 2]]",
        "(a == 1 and b == 2) | [[\"and\", [[\"==\", \".a\", 1], [\"==\", \".b\", 2]]]]",
        "a==1 or b==2 and c==3 | [[\"or\", [[\"==\",\".a\",1], [\"and\", [[\"==\",\".b\",2], [\"==\",\".c\",3]]]]]]",
        "(a==1 or b==2) and c==3 | [[\"or\", [[\"==\",\".a\",1],[\"==\",\".b\",2]]],[\"==\",\".c\",3]]",
        "not a==1 and b==2 | [[\"not\", [\"==\",\".a\",1]],[\"==\",\".b\",2]]",
        "not (a==1 and b==2) | [[\"not\", [\"and\", [[\"==\",\".a\",1],[\"==\",\".b\",2]]]]]",
        "((a == 1)) | [[\"==\", \".a\", 1]]",
        "and() | [[\"and\", []]]",
        "or(a == 1) | [[\"or\", [[\"==\", \".a\", 1]]]]",
        "or(a == 1, b == 2, c == 3 or d == 4) | [[\"or\", [[\"==\",\".a\",1],[\"==\",\".b\",2],[\"or\",[[\"==\",\".c\",3],[\"==\",\".d\",4]]]]]]",
        "all to (. like \"*@x\") | [[\"all\", \".to\", [\"like\", \".\", \"*@x\"]]]",
        "any .to(a.b != 1) | [[\"any\", \".to\", [\"!=\", \".a.b\", 1]]]",
        "all a (any b (c > 1)) | [[\"all\", \".a\", [\"any\", \".b\", [\">\", \".c\", 1]]]]",
        "a[0][-1:][\"x y\"]?.b == 1 | [[\"==\", \".a[0][-1:][\\\"x y\\\"]?.b\", 1]]",
        ".[\"\"] == 1 | [[\"==\", \".[\\\"\\\"]\", 1]]",
        ".and == 1 | [[\"==\", \".and\", 1]]",
        "all-in == 1 and not-x == 2 | [[\"==\", \".all-in\", 1], [\"==\", \".not-x\", 2]]",
        "like like \"like\" | [[\"like\", \".like\", \"like\"]]",
        "true == true | [[\"==\", \".true\", true]]"
      })
  void compilesToStatements(String text, String nodes) {
    assertThat(Node.list(Policy.parse(text).toNodes())).isEqualTo(DagJson.decode(nodes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "-3 | -3",
        "1e9 | 1000000000",
        "25E+2 | 2500",
        "1.5 | 1.5",
        "1.0 | 1.0",
        "1.5e3 | 1500.0",
        "5e-1 | 0.5",
        "-0.0 | -0.0",
        "1.0e20 | 100000000000000000000.0",
        "9007199254740991 | 9007199254740991",
        "1B | 1",
        "2kB | 2000",
        "3MB | 3000000",
        "4GB | 4000000000",
        "1KiB | 1024",
        "256MiB | 268435456",
        "1.5GiB | 1610612736",
        "10ms | 10",
        "30s | 30000",
        "1.5s | 1500",
        "5m | 300000",
        "2h | 7200000",
        "1d | 86400000",
        "null | null",
        "false | false",
        "\"a\\n\\u00fc\" | \"a\\nü\"",
        "0x | {\"/\": {\"bytes\": \"\"}}",
        "0xD6a9 | {\"/\": {\"bytes\": \"1qk\"}}",
        "[1, \"]\", {\"a\": [2.0]}] | [1, \"]\", {\"a\": [2.0]}]",
        "{\"/\": {\"bytes\": \"1qk\"}} | {\"/\": {\"bytes\": \"1qk\"}}",
        "cbor(0xa1612f6161) | {}"
      })
  void readsValues(String text, String json) {
    var expected = text.startsWith("cbor") ? MapNode.of("/", Node.of("a")) : DagJson.decode(json);

    var policy = Policy.parse("x == " + text + " and y == 1");

    assertThat(((Node.ListNode) policy.toNodes().getFirst()).items().get(2)).isEqualTo(expected);
    assertThat(Policy.parse(policy.text())).isEqualTo(policy);
  }

  @Test
  void aCidStandsAsItIs() {
    var policy = Policy.parse("mod == " + LINK + " or mod == {\"/\": \"" + LINK + "\"}");

    assertThat(policy.text()).isEqualTo("mod == " + LINK + " or mod == " + LINK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits.gas <= 1e9 and limits.memory <= 256MiB and mod == " + LINK,
        "a <= 123456789 and b <= 2GiB and c == 1048577 and d == 999999 and e == -1000000",
        "(a == 1 or b == 2) and c == 3",
        "(a == 1 and b == 2) and c == 3",
        "(a == 1 and b == 2)",
        "a == 1 or (b == 2 or c == 3)",
        "not (a == 1 or b == 2)",
        "not not a == 1",
        "and() and or() and and(a == 1) and or(and(or()))",
        "all to (. like \"*@example.com\" or . == null)",
        "not any .all[] (.not == 1.0 and .[\"a b\"][1:]? != 0xd6a9)",
        "x == cbor(0xa1612f6161)",
        "a == \"\\u202e\\\"\\n\"",
        "all . (. > 0)",
        ""
      })
  void writesWhatItReads(String text) {
    assertThat(Policy.parse(text)).hasToString(text);
  }

  @Test
  void anAndAmongOrsIsWrittenWithParentheses() {
    assertThat(Policy.parse("a==1 or b==2 and c==3").text())
        .isEqualTo("a == 1 or (b == 2 and c == 3)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a = 1 | 3 | an operator (== != < <= > >= like) expected, not =; did you mean ==?",
        "a === 1 | 3 | did you mean ==?",
        "a =< 1 | 3 | did you mean <=?",
        "a <> 1 | 3 | did you mean !=?",
        "a LIKE \"x\" | 3 | did you mean like?",
        "a lik \"x\" | 3 | an operator (== != < <= > >= like) expected, not lik; did you mean like?",
        "a | 2 | an operator (== != < <= > >= like) expected, not the end",
        "a == | 5 | a value expected, not the end",
        "a == foo | 6 | text stands in quotation marks",
        "a == bafkreifzjut3te7nhyekklss27nh3k72ysco7y32 | 6 | is no CID",
        "a == 'x' | 6 | a value expected",
        "a == \"x | 6 | this text has no end",
        "a == \"\\ | 6 | this text has no end",
        "a == \"\\x\" | 6 | unknown escape",
        "a == [1, 2 | 6 | has no end",
        "a == [1, 2} | 6 | DAG-JSON",
        "a == {\"b\": 9007199254740992} | 6 | outside of the 53 bits",
        "a == 9007199254740992 | 6 | outside of the 53 bits",
        "a == 1e99 | 6 | with a point, as in 1.0e20, it is a float",
        "a == 1.0e999 | 6 | too large for a float",
        "a == 1e99999 | 8 | an exponent of more than 4 digits",
        "a == 1234567890123456789012345678901234567890.5 | 6 | a number of 42 characters, limit 40",
        "a == 1. | 8 | a digit expected, not the end",
        "a == - | 7 | a digit expected",
        "a == +1 | 6 | a value expected",
        "a == 0.3B | 6 | 0.3B is no whole number",
        "a == 256mb | 9 | did you mean MB?",
        "a == 256 MiB | 10 | and, or, or the end expected",
        "a == 5min | 7 | did you mean m?",
        "a == 256M | 9 | did you mean MB or MiB?",
        "a == 1MIB | 7 | did you mean MiB?",
        "a == 5y | 7 | y is no unit (B, kB, MB, GB, KiB, MiB, GiB, ms, s, m, h, d)",
        "a == 1 adn b == 2 | 8 | did you mean and?",
        "a == 0xabc | 6 | pairs of hexadecimal digits",
        "a == cbor | 10 | cbor takes bytes",
        "a == cbor(0xff) | 6 | ",
        "a < \"x\" | 5 | < compares numbers: a number expected",
        "a >= 0x01 | 6 | >= compares numbers: a number expected",
        "a like 5 | 8 | like takes a pattern in quotation marks",
        "a == 1 && b == 2 | 8 | did you mean and?",
        "a == 1, b == 2 | 7 | did you mean and?",
        "a == 1 OR b == 2 | 8 | did you mean or?",
        "a == 1 b == 2 | 8 | and, or, or the end expected, not \"b\"",
        "(a == 1 | 8 | and, or, or a closing parenthesis expected, not the end",
        "a == 1) | 7 | and, or, or the end expected",
        "and a == 1 | 1 | a field of that name is written .and",
        "a == 1 and | 11 | a statement, such as limits.gas <= 1e9, expected, not the end",
        "a == 1 and or b == 2 | 12 | a field of that name is written .or",
        "all == 1 | 5 | goes through a list or a map: its selector expected",
        "all and (a == 1) | 5 | a field of that name is written .and",
        "any a b == 1 | 7 | ( expected, not \"b\"",
        "not | 4 | a statement, such as",
        "!a == 1 | 1 | a statement, such as",
        "sum(x) == 1 | 1 | there is no function sum",
        "a..b == 1 | 3 | ",
        "a. == 1 | 3 | ",
        "a[b] == 1 | 3 | an index, a slice or a key in quotation marks expected",
        "🎄 == 1 | 1 | a statement",
        ".[\"🎄\"] = 1 | 8 | did you mean ==?"
      })
  void aMistakeHasItsColumnAndWhatWouldBeRight(String text, int column, String message) {
    assertThatThrownBy(() -> Policy.parse(text))
        .isInstanceOfSatisfying(
            PolicySyntaxException.class, e -> assertThat(e.column()).isEqualTo(column))
        .hasMessageStartingWith("column " + column + ": ")
        .hasMessageContaining(message == null ? "" : message);
  }

  @Test
  void aTextHasAtMost64KiB() {
    var most = "a == 1" + " ".repeat(Policy.MAX_TEXT - 6);

    assertThat(Policy.parse(most).text()).isEqualTo("a == 1");
    assertThatThrownBy(() -> Policy.parse(most + " "))
        .isInstanceOf(PolicySyntaxException.class)
        .hasMessage("column 65537: a policy of 65537 characters, limit 65536");
  }

  @Test
  void statementsNestAtMost32Deep() {
    assertThat(Policy.parse("not ".repeat(31) + "a == 1").toNodes()).hasSize(1);
    assertThatThrownBy(() -> Policy.parse("not ".repeat(32) + "a == 1"))
        .hasMessage("column 129: nested deeper than 32");
    assertThatThrownBy(() -> Policy.parse("(".repeat(60_000)))
        .hasMessage("column 33: nested deeper than 32");
    var mixed = "(a == 1 or b == 1 and ".repeat(20) + "c == 1" + ")".repeat(20);
    assertThatThrownBy(() -> Policy.parse(mixed)).hasMessageEndingWith("nested deeper than 32");
  }

  @Test
  void aPolicyHasAtMost1000Statements() {
    var most = String.join(" and ", List.of("a == 1 and ".repeat(999) + "a == 1"));

    assertThat(Policy.parse(most).toNodes()).hasSize(1000);
    assertThatThrownBy(() -> Policy.parse(most + " and a == 1"))
        .hasMessage("column 11001: more than 1000 statements");
  }
}
