package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Property;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DagJsonTest {
  private static final String CID = "bafkreifw7plhl6mofk6sfvhnfh64qmkq73oeqwl6sloru6rehaoujituke";
  private static final String CID_V0 = "QmRgutAxd8t7oGkSm4wmeuByG6M51wcTso6cubDdQtuEfL";

  @Test
  void writesKeysInTheOrderOfTheirBytes() {
    var map = MapNode.builder().put("b", 1).put("aa", 2).put("\ue000", 3).put("😀", 4).build();

    assertThat(DagJson.encode(map)).isEqualTo("{\"aa\":2,\"b\":1,\"\ue000\":3,\"😀\":4}");
  }

  @Test
  void readsKeysInAnyOrderAndWithSpace() {
    var map = DagJson.decode(" { \"b\" : 1 ,\n\t\"aa\":[ ] , \"c\": [1 , 2],\r\"d\":{ } } ");

    assertThat(DagJson.encode(map)).isEqualTo("{\"aa\":[],\"b\":1,\"c\":[1,2],\"d\":{}}");
  }

  @Test
  void readsLinksOfEveryBaseAndWritesTheDefaultOne() {
    var link = Node.of(Cid.parse(CID));

    assertThat(DagJson.decode("{\"/\":\"" + CID + "\"}")).isEqualTo(link);
    assertThat(
            DagJson.decode("{ \"/\" : \"" + Cid.parse(CID).toString(Multibase.BASE58_BTC) + "\" }"))
        .isEqualTo(link);
    assertThat(DagJson.encode(link)).isEqualTo("{\"/\":\"" + CID + "\"}");
    assertThat(DagJson.encode(Node.of(Cid.parse(CID_V0)))).isEqualTo("{\"/\":\"" + CID_V0 + "\"}");
  }

  @Test
  void writesBytesAsBase64WithoutPadding() {
    var bytes = Node.of(Bytes.fromHex("fbff"));

    assertThat(DagJson.encode(bytes)).isEqualTo("{\"/\":{\"bytes\":\"+/8\"}}");
    assertThat(DagJson.decode("{\"/\" : { \"bytes\" : \"+/8\" } }")).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"/\":\"foo\",\"bar\":\"baz\"}",
        "{\"/\":\"" + CID + "\",\"bar\":\"baz\"}",
        "{\"/\":{\"bytes\":\"foo\",\"bar\":\"baz\"}}",
        "{\"/\":{\"bytes\":\"foo\"},\"bar\":\"baz\"}",
        "{\"/\":\"foo\"}",
        "{\"/\":\"\"}",
        "{\"/\":{\"bytes\":\"f\"}}",
        "{\"/\":{\"bytes\":\"Zm8=\"}}",
        "{\"/\":{\"bytes\":\"+/9\"}}",
        "{\"/\":{\"bytes\":\"_-8\"}}",
      })
  void refusesMapsThatLookLikeALinkOrBytes(String json) {
    assertThatThrownBy(() -> DagJson.decode(json))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at offset ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"/\":true,\"bar\":\"baz\"}",
        "{\"/\":{\"abar\":\"baz\",\"bytes\":\"foo\"}}",
        "{\"/\":{\"bytes\":true},\"bar\":\"baz\"}",
        "{\"/\":{\"bytes\":true}}",
        "{\"/\":{}}",
        "{\"/\":[\"bytes\"]}",
        "{\"/\":{\"/\":{\"/\":null}}}",
        "{\"-bar\":\"baz\",\"/\":\"foo\"}",
        "{\"-bar\":\"baz\",\"/\":{\"bytes\":\"foo\"}}",
      })
  void readsAndWritesMapsWithASlashThatAreNeither(String json) {
    var value = DagJson.decode(json);

    assertThat(value).isInstanceOf(MapNode.class);
    assertThat(DagJson.encode(value)).isEqualTo(json);
  }

  @Test
  void whatTheOrderOfTheTextMakesAPlainMapMayHaveNoCanonicalForm() {
    // The example of the specification, which takes "0bar" to sort before "/".
    var value = DagJson.decode("{\"0bar\":\"baz\",\"/\":\"foo\"}");

    assertThat(value).isEqualTo(MapNode.builder().put("/", "foo").put("0bar", "baz").build());
    assertThatThrownBy(() -> DagJson.encode(value)).hasMessageContaining("has no DAG-JSON form");
  }

  @Test
  void refusesToWriteMapsThatWouldReadBackAsSomethingElse() {
    var inner = MapNode.builder().put("bytes", "foo").build();
    for (var map :
        new MapNode[] {
          MapNode.of("/", Node.of(CID)),
          MapNode.of("/", inner),
          MapNode.of("/", inner.with("z", Node.NULL)),
          MapNode.of("/", inner).with("bar", Node.NULL),
        }) {
      assertThatThrownBy(() -> DagJson.encode(map))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("has no DAG-JSON form");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "-9223372036854775808, -9223372036854775808",
    "18446744073709551615, 18446744073709551615",
    "-18446744073709551616, -18446744073709551616",
    "9007199254740993, 9007199254740993",
  })
  void digitsAloneAreAnIntegerAndExact(String json, BigInteger value) {
    assertThat(DagJson.decode(json)).isEqualTo(Node.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551616",
        "-18446744073709551617",
        "100000000000000000000",
        "-99999999999999999999999999"
      })
  void refusesIntegersOutsideTheDataModel(String json) {
    assertThatThrownBy(() -> DagJson.decode(json))
        .hasMessageContaining("outside -2^64 to 2^64-1 at offset 0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "-0, true",
    "18446744073709551615, false",
    "18446744073709552000, true",
    "-9223372036854775808, false",
    "-9223372036854775809, true",
    "-18446744073709551616, true",
    "1000000000000000000000000000000, true",
  })
  void readsWideIntegersAsFloatsWhenAskedTo(String json, boolean floating) {
    var value = DagJson.decode(json, DagJson.Options.HOMESTAR);

    assertThat(value instanceof Node.FloatNode).isEqualTo(floating);
    if (floating) {
      assertThat(value).isEqualTo(Node.of(Double.parseDouble(json)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "1e0, 1.0",
    "-0.0, -0.0",
    "0.0, 0.0",
    "1E+2, 100.0",
    "1e21, 1e+21",
    "123456789012345680000.0, 123456789012345680000.0",
    "1e-7, 1e-7",
    "0.000001, 0.000001",
    "1.5e300, 1.5e+300",
    "-2.5e-9, -2.5e-9",
    "5e-324, 5e-324",
    "1e23, 1e+23",
    "2e-323, 2e-323",
  })
  void writesFloatsWithTheFewestDigits(String json, String canonical) {
    assertThat(DagJson.encode(DagJson.decode(json))).isEqualTo(canonical);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``            | a value expected, not the end at offset 0
          1 2           | '2' after the value at offset 2
          nul           | a value expected, not 'n' at offset 0
          NaN           | a value expected, not 'N' at offset 0
          -Infinity     | a digit expected, not 'I' at offset 1
          1e999         | float is too large for 64 bits at offset 0
          01            | superfluous 0 at offset 0
          -01           | superfluous 0 at offset 0
          1.            | a digit expected, not the end at offset 2
          .5            | a value expected, not '.' at offset 0
          1e            | a digit expected, not the end at offset 2
          +1            | a value expected, not '+' at offset 0
          0x10          | 'x' after the value at offset 1
          [1,]          | a value expected, not ']' at offset 3
          [1 2]         | ']' expected, not '2' at offset 3
          [             | a value expected, not the end at offset 1
          {"a":1,}      | a key expected, not '}' at offset 7
          {"a" 1}       | ':' expected, not '1' at offset 5
          {a:1}         | a key expected, not 'a' at offset 1
          {"a":1 "b":2} | '}' expected, not '"' at offset 7
          {"a":1,"b":2,"a":3} | duplicate key "a" at offset 13
          {"a":1,"\\u0061":3} | duplicate key "a" at offset 7
          "a            | string without an end at offset 0
          "\\x"         | unknown escape at offset 1
          "\\u12g4"     | four hexadecimal digits expected, not 'g' at offset 5
          "\\ud800"     | unpaired surrogate at offset 0
          'a'           | a value expected, not ''' at offset 0
          // a          | a value expected, not '/' at offset 0
          """)
  void refusesWhatIsNoJson(String json, String message) {
    assertThatThrownBy(() -> DagJson.decode(json))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesControlCharactersInStringsAndByteOrderMarks() {
    assertThatThrownBy(() -> DagJson.decode("\"a\nb\""))
        .hasMessageContaining("control character in a string at offset 2");
    assertThatThrownBy(() -> DagJson.decode("\ufeff1")).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> DagJson.decode(Bytes.fromHex("2261c08022")))
        .hasMessage("DAG-JSON: not UTF-8 at offset 2");
  }

  @Test
  void readsEveryEscape() {
    var json = "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"";

    assertThat(DagJson.decode(json)).isEqualTo(Node.of("\"\\/\b\f\n\r\té😀"));
    assertThat(DagJson.encode(DagJson.decode(json))).isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\té😀\"");
    assertThat(DagJson.encode(Node.of("\u0001\u007f"))).isEqualTo("\"\\u0001\u007f\"");
  }

  @Test
  void linksAndBytesDoNotCountAsNesting() {
    var deepest =
        "[".repeat(DagJson.MAX_DEPTH)
            + "{\"/\":\""
            + CID
            + "\"},{\"/\":{\"bytes\":\"\"}}"
            + "]".repeat(DagJson.MAX_DEPTH);

    assertThat(DagJson.encode(DagJson.decode(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> DagJson.decode("[" + deepest + "]"))
        .hasMessageContaining("nested deeper than 128 at offset 128");
    assertThatThrownBy(() -> DagJson.encode(Node.list(DagJson.decode(deepest))))
        .hasMessageContaining("deeper than 128");
  }

  @Test
  void refusesLongerTextThanTheLimit() {
    var longest = "\"" + "x".repeat(DagJson.MAX_SIZE - 2) + "\"";

    assertThat(DagJson.decode(longest)).isInstanceOf(Node.StringNode.class);
    assertThatThrownBy(() -> DagJson.decode(longest + " ")).hasMessageContaining("limit 67108864");
    assertThatThrownBy(() -> DagJson.encode(Node.of(longest)))
        .hasMessageContaining("longer than 67108864");
  }

  @Test
  void messagesShowNothingThatATerminalWouldObey() {
    assertThatThrownBy(() -> DagJson.decode("\u001b[2J"))
        .hasMessageContaining("not '\\u{1b}' at offset 0");
    assertThatThrownBy(() -> DagJson.decode("{\"\\u001b[2J\":1,\"\\u001b[2J\":1}"))
        .hasMessageContaining("duplicate key \"\\u{1b}[2J\"");
    assertThatThrownBy(() -> Cid.parse("b\u202e" + "\ue000" + "x".repeat(200)))
        .hasMessageStartingWith("\"b\\u{202e}\\u{e000}xxx")
        .hasMessageContaining("xxx...\" is no CID: ");
  }

  @Test
  void refusesMoreItemsThanTheLimit() {
    var list = "[" + "1,".repeat(DagJson.MAX_ITEMS) + "1]";

    assertThatThrownBy(() -> DagJson.decode(list)).hasMessageContaining("more than 4194304 items");
  }

  @Test
  void indentsForPeople() {
    var value =
        MapNode.builder()
            .put("out", Node.list(Node.of("ok"), Node.of(1.5)))
            .put("ran", Cid.parse(CID))
            .put("prf", Node.list())
            .put("meta", MapNode.EMPTY)
            .put("sig", Bytes.fromHex("00"))
            .build();

    assertThat(DagJson.pretty(value))
        .isEqualTo(
            """
            {
              "meta": {},
              "out": [
                "ok",
                1.5
              ],
              "prf": [],
              "ran": {"/": "%s"},
              "sig": {"/": {"bytes": "AA"}}
            }\
            """
                .replace("%s", CID));
    assertThat(DagJson.decode(DagJson.pretty(value))).isEqualTo(value);
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameValue() {
    Property.check(
        1000,
        seed -> {
          var value = RandomNodes.seeded(seed).next();
          String dense;
          try {
            dense = DagJson.encode(value);
          } catch (MalformedException reserved) {
            assertThat(reserved).hasMessageContaining("has no DAG-JSON form");
            return;
          }

          assertThat(DagJson.decode(dense)).isEqualTo(value);
          assertThat(DagJson.decode(DagJson.pretty(value))).isEqualTo(value);
          assertThat(DagJson.decode(Bytes.utf8(dense))).isEqualTo(value);
        });
  }

  @Test
  void damagedTextIsReadOrRefusedButNeverCrashes() {
    Property.check(
        10_000,
        seed -> {
          var random = RandomNodes.seeded(seed);
          String text;
          try {
            text = DagJson.encode(random.next());
          } catch (MalformedException reserved) {
            return;
          }
          int at = random.below(text.length());
          var damaged =
              text.substring(0, at)
                  + "{}[]\",:\\0/e".charAt(random.below(11))
                  + text.substring(Math.min(text.length(), at + 1));

          try {
            DagJson.decode(damaged);
          } catch (MalformedException refused) {
            assertThat(refused).hasMessageContaining("at offset ");
          }
        });
  }
}
