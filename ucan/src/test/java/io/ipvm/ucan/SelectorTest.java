package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules SEL-1 to SEL-8, C5 and C8; traps T6, T28 to T30, T35, T37, T40 and T41.
final class SelectorTest {
  private static final String EMAIL =
      """
      {"from": "alice", "to": ["bob", "carol", "dan"], "cc": ["fraud"], "title": "Coffee",
       "body": "still on?", "more": {"b": 2, "aa": 3, "a": 1}}
      """;

  /// What a selector gives that finds nothing.
  private static final String NOTHING = "nothing";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".title | \"Coffee\"",
        ".cc | [\"fraud\"]",
        ".to[1] | \"carol\"",
        ".to[-1] | \"dan\"",
        ".to[99]? | null",
        ".to[99] | nothing"
      })
  void selectsAsThePublishedTableSays_SEL_8(String selector, String expected) {
    assertSelects(selector, EMAIL, expected);
    assertThat(select(".", EMAIL)).isEqualTo(DagJson.decode(EMAIL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".nope | null",
        ".nope? | null",
        ".nope.x | nothing",
        ".nope?.x | nothing",
        ".nope.x? | null",
        ".nope?.x? | null",
        ".to[99].x? | nothing",
        ".to[99]?.x? | null",
        ".title.x? | null",
        ".title.x???? | null"
      })
  void endsEarlyWhereASegmentFindsNothing_SEL_2(String selector, String expected) {
    assertSelects(selector, EMAIL, expected);
  }

  @Test
  void aMissingKeyIsNullAndAMissingItemIsNot_C5() {
    assertSelects(".a", "{}", "null");
    assertSelects(".a", "{\"a\": null}", "null");
    assertSelects(".[\"a\"]", "{}", "null");
    assertSelects(".a[0]", "{\"a\": []}", NOTHING);
  }

  @Test
  void theMarkAppliesToItsSegmentAndNotToTheRoot_T30() {
    assertSelects(".a.b?", "{\"a\": {\"b\": 1}, \"b\": 2}", "1");
    assertSelects(".a.b?", "{\"a\": 5, \"b\": 2}", "null");
  }

  @Test
  void bytesAreAListOfNumbers_SEL_3() {
    var args = MapNode.of("x", Node.of(Bytes.fromHex("d6a9c18cf8c4")));

    assertThat(select(".x[3]", args)).isEqualTo(Node.of(140));
    assertThat(select(".x[-1]", args)).isEqualTo(Node.of(0xc4));
    assertThat(select(".x[6]", args)).isNull();
    assertThat(select(".x[1:3]", args)).isEqualTo(Node.of(Bytes.fromHex("a9c1")));
    assertThat(select(".x[4:]", args)).isEqualTo(Node.of(Bytes.fromHex("f8c4")));
    assertThat(select(".x[9:]", args)).isEqualTo(Node.of(Bytes.EMPTY));
    assertThat(select(".x[]", args)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {".title[0]", ".title[0:2]", ".title[]", ".title[-1:]"})
  void textsHaveNoItems_SEL_4_T41(String selector) {
    assertSelects(selector, EMAIL, NOTHING);
    assertSelects(selector + "?", EMAIL, "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {".more[0]?", ".title[0]?", ".nope[0]?", ".nope[]?", ".nope[1:]?"})
  void whatWouldFailIsNullWhenMarked_SEL_7_T40(String selector) {
    assertSelects(selector, EMAIL, "null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[7:11] | [7,8,9]",
        "[2:] | [2,3,4,5,6,7,8,9]",
        "[:3] | [0,1,2]",
        "[0:-7] | [0,1,2]",
        "[-2:] | [8,9]",
        "[-20:2] | [0,1]",
        "[5:2] | []",
        "[99:] | []",
        "[-1:-3] | []",
        "[:-99] | []",
        "[-9007199254740991:9007199254740991] | [0,1,2,3,4,5,6,7,8,9]"
      })
  void slicesAreCutToTheList(String slice, String expected) {
    assertSelects(".x" + slice, "{\"x\": [0,1,2,3,4,5,6,7,8,9]}", expected);
  }

  @Test
  void valuesOfAListAreTheListAndOfAMapItsValuesInOrder_C8_T35_T37() {
    assertSelects(".to[]", EMAIL, "[\"bob\", \"carol\", \"dan\"]");
    assertSelects(".more[]", EMAIL, "[1, 2, 3]");
    assertSelects(".more[][1]", EMAIL, "2");
    // No flattening: a field of a list is not there.
    assertSelects(".a[].b", "{\"a\": [{\"b\": 1}, {\"b\": 2}]}", NOTHING);
    assertSelects(".a[].b", "{\"a\": {\"x\": {\"b\": 1}}}", NOTHING);
    assertSelects(".a[][]", "{\"a\": [[1], [2]]}", "[[1], [2]]");
  }

  @Test
  void quotedFieldsHaveAnyKey_SEL_6() {
    var odd = "{\"\": 1, \".\": 2, \"$_*\": 3, \"1\": 4, \"a\\\"]\": 5, \"ü\": 6, \"a-b$\": 7}";

    assertSelects(".[\"\"]", odd, "1");
    assertSelects(".[\".\"]", odd, "2");
    assertSelects(".[\"$_*\"]", odd, "3");
    assertSelects(".[\"1\"]", odd, "4");
    assertSelects(".[\"a\\\"]\"]", odd, "5");
    assertSelects(".[\"\\u00fc\"]", odd, "6");
    assertSelects(".ü", odd, "6");
    assertSelects(".a-b$", odd, "7");
  }

  @Test
  void onlyKeysOfTheMapAreFields_T29() {
    assertSelects(".constructor", "{}", "null");
    assertSelects(".to.length", EMAIL, NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | column 1",
        "foo | column 1",
        "`[\"x\"]` | column 1",
        ".. | column 2: two dots",
        "..a | column 2: two dots",
        ".a..b | column 4",
        ".foo. | column 6",
        ".a.[0] | column 4",
        ".? | column 2",
        ".a b | column 3",
        ".1 | column 2",
        ".a*b | column 3",
        ".a+1 | column 3",
        ".[:] | column 3: a slice has at least one bound",
        ".[ 0] | column 3",
        ".[0 | column 4",
        ".[0.5] | column 4",
        ".[a] | column 3",
        ".['a'] | column 3",
        ".[\"a] | column 3",
        ".[\"\\x\"] | column 3",
        ".[\"a\"x] | column 6",
        ".[-] | column 4",
        ".[--1] | column 4",
        ".[1:2:3] | column 6",
        ".[9007199254740992] | column 3",
        ".[-9007199254740992:] | column 3",
        ".[*] | column 3"
      })
  void refusesWhatIsNoSelector_SEL_1_SEL_5_SEL_6_T6_T28(String selector, String where) {
    assertThatThrownBy(() -> Selector.parse(selector))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(where);
  }

  @Test
  void refusesPipes_SEL_5() {
    assertThatThrownBy(() -> Selector.parse(".a|.b")).hasMessageContaining("column 3");
  }

  @Test
  void aSelectorHasAtMost64Segments() {
    assertThat(Selector.parse(".a".repeat(64)).text()).hasSize(128);
    assertThat(Selector.parse(".a" + "[]".repeat(63)).text()).hasSize(128);
    assertThatThrownBy(() -> Selector.parse(".a".repeat(65)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than 64 segments");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".[\"foo\"] | .foo",
        ".foo[\"bar\"] | .foo.bar",
        ".foo??? | .foo?",
        ".[-0] | .[0]",
        ".[007:] | .[7:]",
        ".[\"\\u0061\"][\"a b\"] | .a[\"a b\"]",
        ".[\"\\u200b\"] | .[\"\\u200b\"]",
        ".[\"🎄\"] | .[\"🎄\"]",
        ". | ."
      })
  void isEqualByWhatItSelects(String written, String plain) {
    var selector = Selector.parse(written);

    assertThat(selector).hasToString(plain).isEqualTo(Selector.parse(plain));
    assertThat(selector.source()).isEqualTo(written);
    assertThat(selector).hasSameHashCodeAs(Selector.parse(plain));
  }

  private static void assertSelects(String selector, String args, String expected) {
    var found = select(selector, args);
    if (expected.equals(NOTHING)) {
      assertThat(found).as(selector).isNull();
    } else {
      assertThat(found).as(selector).isEqualTo(DagJson.decode(expected));
    }
  }

  private static @Nullable Node select(String selector, String args) {
    return select(selector, Policies.args(args));
  }

  private static @Nullable Node select(String selector, Node args) {
    return Selector.parse(selector).select(args, new Evaluation(Options.STRICT));
  }

  @Test
  void namesThePartThatIsMissing() {
    var args = Policies.args(EMAIL);

    assertThat(missing(".to[99].x", args)).contains(Selector.parse(".to[99]"));
    assertThat(missing(".nope?.x", args)).contains(Selector.parse(".nope?"));
    assertThat(missing(".to[0]", args)).isEmpty();
  }

  private static Optional<Selector> missing(String selector, Node args) {
    return Selector.parse(selector).missing(args, new Evaluation(Options.STRICT));
  }
}
