package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is no document at all, and what is too much of one.
final class BadInputTest {
  private static final String DOCUMENT = "v: 0.2.0\ntasks:\n  a: { run: shop#f, args: [$ARGS] }\n";

  @Test
  void anEmptyDocument() {
    assertThat(problems(Bytes.EMPTY)).containsExactly("0:0 : the document is empty");
    assertThat(problems(Bytes.utf8(" \n\t\n"))).containsExactly("0:0 : the document is empty");
    assertThat(problems(Bytes.utf8("# nothing\n"))).containsExactly("0:0 : the document is empty");
    assertThat(problems(Bytes.fromHex("efbbbf"))).containsExactly("0:0 : the document is empty");
  }

  @Test
  void aDocumentBeyondTheLimit() {
    var largest = new byte[DocumentReader.MAX_SIZE];
    Arrays.fill(largest, (byte) '#');
    var tooLarge = Arrays.copyOf(largest, largest.length + 1);

    assertThat(problems(Bytes.owned(largest))).containsExactly("0:0 : the document is empty");
    assertThat(problems(Bytes.owned(tooLarge)))
        .containsExactly(
            "0:0 : the document has 16777217 bytes, limit 16777216 | pass large data as files: {{"
                + " file:./data }}");
  }

  @Test
  void binaryRubbish() {
    assertThat(problems(Bytes.fromHex("7f454c46020101000000")))
        .containsExactly(
            "1:5 : character U+0002 is not allowed in a document | is this a text file?");
    assertThat(problems(Bytes.fromHex("61006200")))
        .containsExactly(
            "1:2 : character U+0000 is not allowed in a document | is this a text file?");
    assertThat(problems(Bytes.fromHex("a1ff00")))
        .singleElement()
        .asString()
        .contains("this is no DAG-CBOR: ");
  }

  @Test
  void escapesThatNameNoCharacter() {
    for (var text : List.of("{\"b\\u", "v: \"\\u\"", "v: \"\\UFFFFFFFF\"", "v: \"\\U00110000\"")) {
      assertThat(problems(Bytes.utf8(text)))
          .as(text)
          .singleElement()
          .asString()
          .startsWith("1:")
          .contains("this is no YAML");
    }
  }

  @Test
  void tagsWithSpacesAndHalfAnEscape() {
    for (var text :
        List.of("!xs%2", "!a%20 1", "v: !%E 1", "v: !<%> 1", "%TAG !e! tag:%2\n---\n!e!x 1")) {
      assertThat(problems(Bytes.utf8(text))).as(text).isNotEmpty();
    }
  }

  @Test
  void textThatIsNoUtf8() {
    assertThat(problems(Bytes.utf8("a: 1\nbé: ").concat(Bytes.fromHex("ff"))))
        .containsExactly(
            "2:5 : byte 0xff at offset 10 is not UTF-8 | documents are UTF-8 text or DAG-CBOR");
    assertThat(problems(Bytes.of("v: 0.2.0".getBytes(StandardCharsets.UTF_16))))
        .containsExactly(
            "1:1 : byte 0xfe at offset 0 is not UTF-8 | this looks like UTF-16: save it as UTF-8");
  }

  @Test
  void aDocumentThatIsCutOff() {
    var whole = DOCUMENT.replace("$ARGS", "\"{{ input.x }}\"");
    for (int end = 1; end < whole.length(); end++) {
      assertThat(Documents.usual().read(whole.substring(0, end)))
          .as(whole.substring(0, end))
          .isInstanceOf(Reading.Invalid.class);
    }
    assertThat(Documents.usual().problems("v: 0.2.0\ntasks: { a: { run: x"))
        .singleElement()
        .asString()
        .startsWith("2:21 tasks.a: this is no YAML: while parsing a flow mapping: expected");
  }

  @Test
  void jsonThatIsCutOffIsExplainedAsJson() {
    assertThat(Documents.shown(Documents.usual().read("{\"tasks\": [\n  1,", "x.json")))
        .singleElement()
        .asString()
        .startsWith("2:5 : DAG-JSON: ");
    var cbor = Documents.empty().workflow("{\"tasks\":[]}").bytes();
    assertThat(problems(cbor.slice(0, cbor.size() - 1)))
        .singleElement()
        .asString()
        .contains("this is no DAG-CBOR");
  }

  @Test
  void aValueThatIsNoMap() {
    assertThat(Documents.usual().problems("- a\n- b\n"))
        .containsExactly(
            "1:1 : a document is a map, not a list | it has at least the keys `v` and `tasks`");
    assertThat(Documents.usual().problems("hello"))
        .containsExactly(
            "1:1 : a document is a map, not text | it has at least the keys `v` and `tasks`");
  }

  @Test
  void duplicateKeys() {
    assertThat(Documents.usual().problems("v: 0.2.0\ntasks:\n  a: { run: shop#f }\n  a: {}\n"))
        .containsExactly("4:3 tasks.a: duplicate key `a` | it stands in line 3 already");
    assertThat(Documents.shown(Documents.usual().read("{\"tasks\":[],\"tasks\":[]}", "x.json")))
        .singleElement()
        .asString()
        .contains("tasks");
  }

  @Test
  void keysThatAreNoText() {
    assertThat(Documents.usual().problems("v: 0.2.0\n? [a, b]\n: 1\ntasks: {}\n"))
        .containsExactly("2:3 : a key has to be text");
    assertThat(Documents.usual().problems("v: 0.2.0\ntasks: { 7: { run: shop#f } }\n"))
        .singleElement()
        .asString()
        .contains("`7` cannot be the name of a task");
  }

  @Test
  void aliasesShareTheirValue() {
    var workflow =
        Documents.usual()
            .workflow(
                """
                v: 0.2.0
                tasks:
                  a: { run: shop#f, args: &x [1, [2]] }
                  b: { run: shop#g, args: *x }
                """);

    assertThat(workflow.tasks().getLast().instruction().input().toString()).contains("value=2");
  }

  @Test
  void anAliasBombIsDefused() {
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append(
          "a%d: &a%d [%s]\n"
              .replace("%d", String.valueOf(i))
              .replace("%s", "*a" + (i - 1) + ", *a" + (i - 1)));
    }

    assertThat(Documents.usual().problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("the document has more than 1000000 values or 33554432 characters");
  }

  @Test
  void aBombOfFewLongTextsIsDefusedToo() {
    var text = "x".repeat(1 << 20);

    assertThat(argumentProblems("&t " + text + ", *t".repeat(30))).isEmpty();
    assertThat(argumentProblems("&t " + text + ", *t".repeat(32)))
        .singleElement()
        .asString()
        .contains("33554432 characters");
  }

  @Test
  @Timeout(60) // Minutes, when the parser's buffer grew in small steps.
  void aVeryLongTextIsReadInOneGo() {
    assertThat(argumentProblems("x".repeat(DocumentReader.MAX_SIZE / 2))).isEmpty();
  }

  @Test
  @Timeout(60) // Minutes, when every one was looked for and explained.
  void thousandsOfMistakesInAwaitsAreCountedNotExplained() {
    var circles = new StringBuilder("v: 0.2.0\ntasks:\n");
    var strangers = new StringBuilder("v: 0.2.0\ntasks:\n");
    for (int i = 0; i < 50_000; i++) {
      circles.append(awaiting("t" + i, "t" + (i ^ 1)));
      strangers.append(awaiting("task" + i, "tusk" + i));
    }

    assertThat(Documents.usual().problems(circles.toString()))
        .hasSize(Problems.MAX)
        .allMatch(problem -> problem.contains("tasks await each other in a circle"));
    assertThat(Documents.usual().problems(strangers.toString()))
        .hasSize(Problems.MAX + 1)
        .last()
        .isEqualTo("0:0 : and 49800 more problems");
  }

  private static String awaiting(String task, String awaited) {
    return "  " + task + ": { run: shop#f, args: ['{{ needs." + awaited + ".output }}'] }\n";
  }

  @Test
  void messagesQuoteNoMegabytes() {
    assertThat(argumentProblems("'{{ " + "x".repeat(1 << 20) + " }}'"))
        .singleElement()
        .asString()
        .hasSizeLessThan(3 * Problems.MAX_TEXT);
    assertThat(argumentProblems("'{{ input" + ".a".repeat(1 << 18) + " }}'")).hasSize(1);
  }

  @Test
  void aJsonDocumentTooDeepForItsCanonicalForm() {
    int most = io.ipvm.ipld.DagCbor.MAX_DEPTH - 6;
    var document = "{\"v\":\"0.2.0\",\"tasks\":{\"a\":{\"run\":\"shop#f\",\"args\":[$ARGS]}}}";

    assertThat(Documents.usual().read(document.replace("$ARGS", nested(most))))
        .isInstanceOf(Reading.Valid.class);
    assertThat(Documents.usual().problems(document.replace("$ARGS", nested(most + 1))))
        .singleElement()
        .asString()
        .contains("the document has no canonical form: ");
  }

  @Test
  void aliasesToNowhereAndToThemselves() {
    assertThat(Documents.usual().problems("v: 0.2.0\ntasks: { a: { run: shop#f, args: [ *x ] } }"))
        .containsExactly("2:36 tasks.a.args[0]: no value has the anchor `&x`");
    assertThat(
            Documents.usual().problems("v: 0.2.0\ntasks: { a: { run: shop#f, args: &x [ *x ] } }"))
        .containsExactly("2:39 tasks.a.args[0]: the alias `*x` stands inside the value it names");
  }

  @Test
  void valuesAreNestedSixtyFourDeepAndNoDeeper() {
    // The root, `tasks`, the task and `args` are four.
    int most = YamlReader.MAX_DEPTH - 4;
    var deepest = DOCUMENT.replace("$ARGS", "[".repeat(most) + "]".repeat(most));
    var deeper = DOCUMENT.replace("$ARGS", "[".repeat(most + 1) + "]".repeat(most + 1));
    var endless = "[".repeat(1_000_000);

    assertThat(Documents.usual().read(deepest)).isInstanceOf(Reading.Valid.class);
    assertThat(Documents.usual().problems(deeper))
        .singleElement()
        .asString()
        .contains("values are nested deeper than 64 levels");
    assertThat(Documents.usual().problems(endless)).hasSize(1);
    assertThat(Documents.usual().problems("{\"a\":".repeat(100_000))).hasSize(1);
  }

  @Test
  void numbersOutsideTheDataModel() {
    assertThat(argumentProblems(".nan")).containsExactly(noNumber(".nan"));
    assertThat(argumentProblems("-.inf")).containsExactly(noNumber("-.inf"));
    assertThat(argumentProblems("1" + "0".repeat(400)))
        .singleElement()
        .asString()
        .contains("is no number of the data model");
    assertThat(argumentProblems("18446744073709551615")).isEmpty();
    assertThat(argumentProblems("18446744073709551616")).isEmpty();
    assertThat(argumentProblems("-9223372036854775808, -9223372036854775809")).isEmpty();
    assertThat(argumentProblems("0x1F, 0o17, 1e3, +5, .5")).isEmpty();
  }

  @Test
  void tagsMeanNothing() {
    assertThat(argumentProblems("!!str 5, !!int \"5\", ! x, !!null ''")).isEmpty();
    assertThat(argumentProblems("!foo 5"))
        .containsExactly(
            "3:28 tasks.a.args[0]: the tag `!foo` means nothing here | remove the tag");
    assertThat(argumentProblems("!!binary AQI=")).hasSize(1);
    assertThat(argumentProblems("!bar [1]")).hasSize(1);
    assertThat(argumentProblems("!!set {a: b}")).hasSize(1);
    assertThat(argumentProblems("!!int x")).hasSize(1);
    assertThat(argumentProblems("!!bool True, !!float 5, !!null ~, !!str yes")).isEmpty();
    assertThat(argumentProblems("!!bool yes, !!null x, !!int 5.5, !!float x"))
        .extracting(problem -> problem.substring(problem.indexOf(": ") + 2, problem.indexOf(" |")))
        .containsExactly(
            "`yes` is no `!!bool`",
            "`x` is no `!!null`",
            "`5.5` is no `!!int`",
            "`x` is no `!!float`");
  }

  @Test
  void mapsThatLookLikeLinksAndAreNone() {
    assertThat(argumentProblems("{ /: nonsense }"))
        .singleElement()
        .asString()
        .contains("a map with the key `/` is a link or bytes, and this is neither");
    assertThat(argumentProblems("{ /: { bytes: '*' } }")).hasSize(1);
    assertThat(argumentProblems("{ /: 5 }, { '!': 1, /: x }, { /: { bytes: 5 } }")).isEmpty();
    assertThat(argumentProblems("{ /: x, y: z }, { /: { bytes: AQ, x: 1 } }")).hasSize(2);
    assertThat(argumentProblems("{ /: { bytes: AQI } }")).isEmpty();
    assertThat(argumentProblems("{ /: { bytes: AQI= } }, { /: { bytes: AQJ } }")).hasSize(2);
  }

  @Test
  void keysThatMergedMapsOnce() {
    assertThat(argumentProblems("&m {a: 1}, {<<: *m, b: 2}"))
        .containsExactly(
            "3:40 tasks.a.args[1]: `<<` merged maps in YAML 1.1; this is YAML 1.2, where it does"
                + " not | write the keys out; for a key of that name, put it in quotes");
    assertThat(argumentProblems("{'<<': 1}")).isEmpty();
  }

  @Test
  void halfCharacters() {
    assertThat(argumentProblems("\"\\ud800\""))
        .singleElement()
        .asString()
        .contains("half a character");
  }

  @Test
  void severalDocumentsInOneFile() {
    assertThat(Documents.usual().problems("a: 1\n---\nb: 2\n"))
        .containsExactly(
            "2:1 : a second document begins here | a file holds one document: remove the `---`");
  }

  @Test
  void aFlowMapOfYamlIsNoBrokenJson() {
    assertThat(Documents.usual().read("{ v: 0.2.0, tasks: { a: { run: shop#f } } }"))
        .isInstanceOf(Reading.Valid.class);
  }

  @Test
  void tooManyProblemsAreCounted() {
    var document = new StringBuilder("v: 0.2.0\ntasks: {}\n");
    for (int i = 0; i < Problems.MAX + 50; i++) {
      document.append("key").append(i).append(": 1\n");
    }

    var problems = Documents.usual().problems(document.toString());

    assertThat(problems).hasSize(Problems.MAX + 1).last().isEqualTo("0:0 : and 50 more problems");
  }

  @Test
  void aFileThatADocumentMayNotNameIsAProblemWithItsPlace() {
    var strict =
        new FileSource() {
          @Override
          public Cid file(String path) {
            throw new IpvmException(ErrorCode.NOT_AUTHORISED, path + " lies outside");
          }

          @Override
          public Cid directory(String path) {
            throw new IpvmException(ErrorCode.NOT_AUTHORISED, path + " lies outside");
          }

          @Override
          public List<String> glob(String pattern) {
            return List.of();
          }

          @Override
          public Optional<Cid> module(String name) {
            return Optional.empty();
          }
        };
    var document =
        "v: 0.2.0\nuse: { m: ../m.wasm }\ntasks:\n  a: { run: m#f, args: ['{{ file:/x }}'] }\n";

    var problems = new DocumentReader(strict).read(Bytes.utf8(document), "x.yaml").problems();

    assertThat(problems)
        .extracting(problem -> problem.line() + " " + problem.message())
        .containsExactly("2 ../m.wasm lies outside", "4 /x lies outside");
  }

  @Test
  void aBrokenFileSourceIsNoProblemOfTheDocument() {
    var broken =
        new FileSource() {
          @Override
          public Cid file(String path) {
            throw new IpvmException(ErrorCode.CORRUPT, "store is damaged");
          }

          @Override
          public Cid directory(String path) {
            throw new IpvmException(ErrorCode.EXHAUSTED, "folder has 2 GiB, limit 1 GiB");
          }

          @Override
          public List<String> glob(String pattern) {
            return List.of();
          }

          @Override
          public Optional<Cid> module(String name) {
            return Optional.empty();
          }
        };
    var reader = new DocumentReader(broken);

    assertThatThrownBy(() -> reader.read(Bytes.utf8(DOCUMENT.replace("shop", "./x.wasm")), "x"))
        .hasMessage("store is damaged");
    assertThat(
            Documents.shown(
                reader.read(
                    Bytes.utf8("v: 0.2.0\ntasks: { a: { call: java/x@1, with: '{{ dir:./d }}' } }"),
                    "x")))
        .containsExactly("2:37 tasks.a.with: folder has 2 GiB, limit 1 GiB");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static List<String> argumentProblems(String argument) {
    return Documents.usual().problems(DOCUMENT.replace("$ARGS", argument));
  }

  private static String noNumber(String text) {
    return "3:28 tasks.a.args[0]: `"
        + text
        + "` is no number of the data model | NaN and infinities do not exist in it";
  }

  private static List<String> problems(Bytes source) {
    return Documents.shown(new DocumentReader(Documents.usual()).read(source, "test.yaml"));
  }
}
