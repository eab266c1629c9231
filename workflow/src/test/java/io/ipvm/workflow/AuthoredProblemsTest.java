package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What people get wrong, and what they are told.
final class AuthoredProblemsTest {
  private static final String WRONG =
      """
      v: 0.1
      nmae: x
      use: { hello: ./hallo.wasm, b: 7, c: ipfs://x, d: nobody, hello2: ./hello.wasm }
      input: { type: objekt, properties: { size: {}, title: {} } }
      defaults: { memory: 256MB, tme: 1s }
      tasks:
        a b: { run: hello2#f }
        two: { run: hello2, args: { x: 1 } }
        three: { run: helo2#f, args: ["{{ needs.to.output }}", "{{ input.sise }}"] }
        four: 7
        five: { run: hello2#f, call: java/x@1, with: {} }
        six: { call: http/post, args: [] }
        seven: { memory: 1, agrs: [], map: x }
      output: "{{ needs.thre.output }}"
      """;

  private static final List<String> WRONG_PLACES =
      List.of(
          "1:4 v: version `0.1` is not known here | write `v: 0.2.0`",
          "2:1 nmae: unknown key `nmae` | did you mean `name`?",
          "warning 3:8 use.hello: the module `hello` is not used | remove it, or run one of its"
              + " functions",
          "3:15 use.hello: file ./hallo.wasm does not exist | paths start at the folder of the"
              + " document",
          "warning 3:29 use.b: the module `b` is not used | remove it, or run one of its"
              + " functions",
          "3:32 use.b: a module is text, not an integer | write ./file.wasm, ipfs://CID, or a"
              + " name given with `ipvm fn add`",
          "warning 3:35 use.c: the module `c` is not used | remove it, or run one of its"
              + " functions",
          "3:38 use.c: `ipfs://x` is no ipfs://CID | write ./file.wasm, ipfs://CID, or a name"
              + " given with `ipvm fn add`",
          "warning 3:48 use.d: the module `d` is not used | remove it, or run one of its"
              + " functions",
          "3:51 use.d: no module is called `nobody` | write ./file.wasm, ipfs://CID, or a name"
              + " given with `ipvm fn add`",
          "4:16 input.type: `objekt` is no type of JSON Schema | the types are array, boolean,"
              + " integer, null, number, object, string",
          "warning 4:38 input.properties.size: the input `size` is not used | remove it, or use"
              + " {{ input.size }}",
          "warning 4:48 input.properties.title: the input `title` is not used | remove it, or use"
              + " {{ input.title }}",
          "5:28 defaults.tme: unknown key `tme` | did you mean `time`?",
          "7:3 tasks.a b: `a b` cannot be the name of a task | names start with a letter and go"
              + " on with letters, digits, `-` and `_`",
          "8:15 tasks.two.run: `hello2` names no function | write `run: module#function`",
          "8:29 tasks.two.args: `args` is a list, not a map | write args: [ first, second ]",
          "9:17 tasks.three.run: no module is called `helo2` | did you mean `hello2`?",
          "9:33 tasks.three.args[0]: no task is called `to` | did you mean `two`?",
          "9:58 tasks.three.args[1]: the document declares no input `sise` | did you mean"
              + " `size`?",
          "10:9 tasks.four: a task is a map | write { run: module#function, args: [] }",
          "11:9 tasks.five: a task has `run` or `call`, not both | write `run: module#function`"
              + " or `call: java/name@version`",
          "12:16 tasks.six.call: `call: http/post` comes later | write `call: java/name@version`",
          "12:27 tasks.six.args: `args` does not go with `call` | write `with`",
          "13:10 tasks.seven: the task has neither `run` nor `call` | write `run:"
              + " module#function` or `call: java/name@version`",
          "13:12 tasks.seven.memory: `memory` stands in `limits` | write limits: { memory: ... }",
          "13:23 tasks.seven.agrs: unknown key `agrs` | did you mean `args`?",
          "13:33 tasks.seven.map: `map` comes later: this version does not run it yet | leave it"
              + " out for now",
          "14:9 output: no task is called `thre` | did you mean `three`?");

  private final Documents documents = Documents.usual();

  @Test
  void everyProblemIsReportedAtOnceInDocumentOrder() {
    assertThat(documents.problems(WRONG)).containsExactlyElementsOf(WRONG_PLACES);
  }

  @Test
  void aCircleIsToldTaskByTask() {
    assertThat(
            documents.problems(
                """
                v: 0.2.0
                tasks:
                  a: { run: shop#f, args: ["{{ needs.c.output }}"] }
                  b: { run: shop#f, args: ["{{ needs.a.output }}"] }
                  c: { run: shop#f, args: ["{{ needs.b.output }}"] }
                  d: { run: shop#f, args: ["{{ needs.a.output }}"] }
                  e: { run: shop#f, args: ["{{ needs.e.output }}"] }
                """))
        .containsExactly(
            "3:28 tasks.a.args[0]: tasks await each other in a circle: `a` awaits `c` awaits `b`"
                + " awaits `a` | remove one of these promises",
            "7:28 tasks.e.args[0]: task `e` awaits itself | remove one of these promises");
  }

  @Test
  void whatComesLaterSaysSo() {
    assertThat(expression("hello {{ input.name }}")).contains("text around `{{ }}` comes later");
    assertThat(expression("{{ input.a }}{{ input.b }}")).contains("text around `{{ }}`");
    assertThat(expression("{{ needs.t.output.x }}")).contains("paths into a result come later");
    assertThat(expression("{{ needs.t.output[0] }}")).contains("paths into a result come later");
    assertThat(expression("{{ input.a + 1 }}")).contains("expressions come later");
    assertThat(expression("{{ item }}")).contains("expressions come later");
  }

  @Test
  void brokenTemplatesAreExplained() {
    assertThat(expression("{{ needs.t.output")).contains("`{{` without `}}`");
    assertThat(expression("{{ needs.t }}")).contains("write {{ needs.TASK.output }}");
    assertThat(expression("{{ needs.t.result }}")).contains("a task has no `result`");
    assertThat(expression("{{ need.t.output }}")).contains("did you mean `needs.t.output`?");
    assertThat(expression("{{ fiel:./x }}")).contains("did you mean `file:./x`?");
    assertThat(expression("{{ nonsense:./x }}")).contains("`nonsense:` means nothing here");
    assertThat(expression("{{ file: }}")).contains("nothing stands behind `file:`");
    assertThat(expression("{{ cid:bafy }}")).contains("`bafy` is no CID");
    assertThat(expression("{{ file:./none }}")).contains("file ./none does not exist");
    assertThat(expression("{{ dir:./none }}")).contains("folder ./none does not exist");
    assertThat(expression("{{ glob:./none* }}")).contains("no file matches `./none*`");
    assertThat(expression("{{ input.x }}")).contains("the document declares no input");
    assertThat(expression("{{ }}")).contains("write one of");
  }

  @Test
  void promisesInWrongPlacesAreErrors() {
    assertThat(
            documents.problems(
                """
                v: 0.2.0
                tasks:
                  a: { run: shop#f, args: [ { await/ok: a, x: 1 }, { await/ok: 5 }, { "{{x}}": 1 } ] }
                """))
        .containsExactly(
            "3:29 tasks.a.args[0]: `await/ok` stands beside other keys | a promise is a map with"
                + " this key alone, and its value a label or an instruction's link",
            "3:52 tasks.a.args[1]: `await/ok` awaits an integer | a promise is a map with this key"
                + " alone, and its value a label or an instruction's link",
            "3:71 tasks.a.args[2].{{x}}: a key cannot hold `{{ }}`");
  }

  @Test
  void wrongKindsAtTheRootAreErrors() {
    assertThat(
            documents.problems(
                """
                name: 7
                use: []
                input: text
                defaults: []
                retry: 1
                tasks: {}
                """))
        .containsExactly(
            "1:1 : the document has no `v`, the version of its format | begin with `v: 0.2.0`",
            "1:7 name: a name is text, not an integer",
            "2:6 use: `use` is a map of names, not a list | write use: { hello: ./hello.wasm }",
            "3:8 input: `input` is a JSON Schema, not text | write `input: { type: object,"
                + " properties: { name: { type: string } } }`",
            "4:11 defaults: limits are a map, not a list | write {memory: 256MiB, time: 30s}",
            "5:1 retry: unknown key `retry` | known here: v, name, use, input, defaults, tasks,"
                + " output");
  }

  private String expression(String text) {
    var problems =
        documents.problems(
            "v: 0.2.0\ntasks:\n  t: { run: shop#f }\n  u: { run: shop#g, args: ['" + text + "'] }");
    assertThat(problems).as(text).hasSize(1);
    return problems.getFirst();
  }
}
