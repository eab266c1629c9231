package io.ipvm.workflow;

import static io.ipvm.workflow.Documents.R;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Homestar would do otherwise: one row for each thing a document can show.
final class HomestarLintTest {
  private static final String LINK = "{\"/\":\"" + R.substring("ipfs://".length()) + "\"}";

  @Test
  void aDocumentOfHomestarsOwnIsFine() {
    assertThat(lint(document("wasm/run", R, "1", "{}"))).isEmpty();
    assertThat(lint(document("wasm/run", R, LINK, "{}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[\"ok\",1];      {};                    warning; takes the list [\"ok\", x] for a result",
        "[[\"ok\",1]];    {};                    ;        ",
        "[LINK];          {};                    warning; a link inside of lists and maps as text",
        "{\"a\":LINK,\"b\":1}; {};               warning; a link inside of lists and maps as text",
        "[{\"await/ok\":LINK}]; {};              error;   awaited inside of lists and maps",
        "{\"await/ok\":LINK};   {};              warning; looks once for the result of a task",
        "1;               {\"time\":5};          warning; Homestar ignores limits",
        "1; {\"ipvm/config\":{\"timeout\":\"5s\"}}; warning; Homestar ignores limits",
      })
  void saysWhatAnArgumentOrALimitComesTo(
      String argument, String meta, String severity, String message) {
    var found = lint(document("wasm/run", R, argument.replace("LINK", LINK), meta));

    if (message == null || message.isBlank()) {
      assertThat(found).isEmpty();
    } else {
      var one = found.stream().filter(problem -> problem.contains(message)).toList();
      assertThat(one).hasSize(1);
      assertThat(one.getFirst().startsWith("warning")).isEqualTo(severity.equals("warning"));
    }
  }

  @Test
  void knowsOneOperationAndOneKindOfResource() {
    assertThat(lint(document("crypto/hash", "https://example.org/x", "1", "{}")))
        .satisfiesExactly(
            op -> assertThat(op).contains("no operation but `wasm/run`"),
            rsc -> assertThat(rsc).contains("ends Homestar's worker"));
  }

  @Test
  void aMapOfOneLinkIsDataHereAndAPromiseThere() {
    var source =
        document("wasm/run", R, "{\"a\":" + LINK + "}", "{}")
            .replaceFirst("\\{", "{\"v\":\"0.2.0\",");

    assertThat(lint(source))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("a map of one link"));
  }

  @Test
  void otherFormsAreCompiledFirst() {
    var source =
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          a: { run: "hello#greet", args: [x] }
          b: { run: "hello#greet", args: [x] }
        output: "{{ needs.a.output }}"
        """;

    assertThat(lint(source))
        .anySatisfy(problem -> assertThat(problem).contains("files of DAG-JSON only"))
        .anySatisfy(problem -> assertThat(problem).contains("no output of a workflow"))
        .anySatisfy(problem -> assertThat(problem).contains("is also called b"));
  }

  @Test
  void branchesAndProofsAreIgnored() {
    var source =
        document("wasm/run", R, "{\"await/error\":" + LINK + "}", "{}")
            .replace("\"prf\":[]", "\"prf\":[" + LINK + "]");

    assertThat(lint(source))
        .anySatisfy(problem -> assertThat(problem).contains("which branch is awaited"))
        .anySatisfy(problem -> assertThat(problem).contains("drops the proofs"));
  }

  private static String document(String op, String rsc, String argument, String meta) {
    return "{\"tasks\":[{\"cause\":null,\"meta\":"
        + meta
        + ",\"prf\":[],\"run\":{\"rsc\":\""
        + rsc
        + "\",\"op\":\""
        + op
        + "\",\"nnc\":\"\",\"input\":{\"func\":\"f\",\"args\":["
        + argument
        + "]}}}]}";
  }

  private static List<String> lint(String source) {
    var workflow = Documents.usual().workflow(source);
    return HomestarLint.of(workflow, Bytes.utf8(source)).stream().map(Documents::shown).toList();
  }
}
