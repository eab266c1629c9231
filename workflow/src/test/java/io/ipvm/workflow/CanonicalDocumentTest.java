package io.ipvm.workflow;

import static io.ipvm.workflow.Documents.R;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// L1, with the worked examples of `workflow.md` section 6.
final class CanonicalDocumentTest {
  static final String FIRST = "bafyrmihmxmsbt4n3g6dzmj7rho34mzfbaoqqbsfcq7etsogslqftbyj7du";
  private static final String SECOND =
      "bafyrmigtptkfraoegchxtzn74hskd5vojaxhlqmqldlx5blvpngefa4kai";

  static final String ADD_TWICE =
      """
      { "v": "0.2.0", "meta": { "name": "add-twice", "tags": ["demo"] }, "parent": null,
        "config":   { "time": [10, "minutes"], "check": "attestation" },
        "defaults": { "memory": 268435456, "time": 30000 },
        "catch": null, "output": { "await/ok": "second" },
        "tasks": [
          { "cause": null, "prf": [],
            "meta": { "memory": 4294967296, "time": 100000,
                      "ipvm/config": { "label": "first", "retry": { "max": 3, "delay": 500 } } },
            "run": { "rsc": "$R", "op": "wasm/run", "nnc": "",
                     "input": { "func": "add_one", "args": [ 1 ] } } },
          { "cause": null, "prf": [],
            "meta": { "memory": 4294967296, "time": 100000, "ipvm/config": { "label": "second" } },
            "run": { "rsc": "$R", "op": "wasm/run", "nnc": "",
                     "input": { "func": "add_one",
                       "args": [ { "await/ok": { "/": "$FIRST" } } ] } } } ] }
      """
          .replace("$R", R)
          .replace("$FIRST", FIRST);

  static final String INCREMENT =
      """
      { "v": "0.2.0", "meta": { "name": "increment" },
        "input": { "type": "object", "required": ["item"] }, "output": { "await/ok": "inc" },
        "tasks": [ { "cause": null, "prf": [], "meta": { "ipvm/config": { "label": "inc" } },
          "run": { "rsc": "$R", "op": "wasm/run", "nnc": "",
                   "input": { "func": "add_one", "args": [ "{{ input.item }}" ] } } } ] }
      """
          .replace("$R", R);

  private static final String WRONG =
      """
      { "v": "0.3.0", "parent": ["x", "y"], "otput": 1, "config": {"gas": 1, "tim": 2},
        "defaults": {"memory": "lots", "disk": 1},
        "output": {"await/ok": "frist"},
        "tasks": [
          7,
          { "run": { "rsc": 1, "op": "wasm/run", "input": {"func": "f", "args": []} } },
          { "prf": 1, "meta": {"ipvm/config": {"label": 1, "after": [], "lable": ""}},
            "run": { "rsc": "$R", "op": "wasm/run", "input": {"args": 1}, "nnc": "x" } },
          { "prf": [1], "meta": {}, "cause": 1,
            "run": { "rsc": "nonsense", "op": 5, "input": 1, "nnc": 5 } },
          { "prf": [], "meta": {"ipvm/config": {"label": "first"}},
            "run": { "rsc": "http://x/y", "op": "wasm/run", "input": 1,
                     "nnc": {"/": {"bytes": "AAAA"}} } },
          { "prf": [], "meta": {"ipvm/config": {"label": "first", "check": "quorum"}},
            "run": { "rsc": "ipvm:flow", "op": "flow/map", "input":
                     {"a": {"await/ok": 1}, "b": {"await/ok": "x", "y": 1}} } } ] }
      """
          .replace("$R", R);

  private static final List<String> WRONG_PLACES =
      List.of(
          "1:8 v: version `0.3.0` is not known here | write `v: 0.2.0`",
          "1:17 parent: `parent` comes later: this version does not run it yet | leave it out for"
              + " now",
          "1:39 otput: unknown key `otput` | did you mean `output`?",
          "1:62 config.gas: `gas` comes later: this version does not run it yet | leave it out"
              + " for now",
          "1:72 config.tim: unknown key `tim` | did you mean `time`?",
          "2:26 defaults.memory: `lots` is no number of bytes | write 268435456 or 256MiB",
          "2:34 defaults.disk: `disk` comes later: this version does not run it yet | leave it"
              + " out for now",
          "3:13 output: no task is called `frist` | did you mean `first`?",
          "5:5 tasks[0]: a task is a map, not an integer",
          "6:5 tasks[1]: the task has no `meta` | Homestar refuses tasks without it",
          "6:5 tasks[1]: the task has no `prf` | Homestar refuses tasks without it",
          "6:23 tasks[1].run.rsc: `rsc` is a URL or a link, not an integer | write ipfs://CID",
          "7:14 tasks[2].prf: `prf` is a list of links, not an integer",
          "7:51 tasks[2].meta.ipvm/config.label: a label is text, not an integer",
          "7:54 tasks[2].meta.ipvm/config.after: `after` comes later: this version does not run"
              + " it yet | leave it out for now",
          "7:67 tasks[2].meta.ipvm/config.lable: unknown key `lable` | did you mean `label`?",
          "8:120 tasks[2].run.input: the input has no `func` | write the function's name as text",
          "8:120 tasks[2].run.input: the input has no `args` | write a list, [] if there are"
              + " none",
          "8:140 tasks[2].run.nnc: `x` is no nonce | a nonce is 12 or 16 bytes, as text in"
              + " base32hex of lower case without prefix",
          "9:15 tasks[3].prf[0]: a proof is a link, not an integer",
          "9:40 tasks[3].cause: `cause` is a link or null, not an integer",
          "10:23 tasks[3].run.rsc: `nonsense` is no URL: it has no scheme | write ipfs://CID",
          "10:41 tasks[3].run.op: `op` is text, not an integer | write wasm/run",
          "10:63 tasks[3].run.nnc: `nnc` is bytes or text, not an integer",
          "12:23 tasks[4].run.rsc: `http://x/y` names no module by CID | write ipfs://CID",
          "12:64 tasks[4].run.input: the input of wasm/run is a map, not an integer",
          "13:23 tasks[4].run.nnc: a nonce has 12 or 16 bytes, not 3",
          "14:5 tasks[5]: two tasks are called `first` | labels have to differ",
          "14:70 tasks[5].meta.ipvm/config.check: a `check` of `quorum` comes later | write"
              + " `attestation`, or leave it out",
          "15:42 tasks[5].run.op: `flow/map` comes later | leave it out for now",
          "16:22 tasks[5].run.input.a: `await/ok` awaits an integer | a promise is a map with"
              + " this key alone, and its value a label or an instruction's link",
          "16:44 tasks[5].run.input.b: `await/ok` stands beside other keys | a promise is a map"
              + " with this key alone, and its value a label or an instruction's link");

  @Test
  void theWorkedExampleHasItsCids() {
    var workflow = Documents.empty().workflow(ADD_TWICE);

    assertThat(workflow.cid())
        .hasToString("bafyreiadgbxdsyoryjf6ofjdxoqpgpftz2idu6gkjri2r3veigntosgilu");
    assertThat(workflow.homestarCid())
        .hasToString("bafyrmia3nydp3wc55m2ynqhgafmehsh6wttabumqlqef6dgsmyrjgffo6i");
    assertThat(workflow.tasks())
        .extracting(task -> task.instruction().cid().toString())
        .containsExactly(FIRST, SECOND);
  }

  @Test
  void theWorkedExampleSaysWhatItIs() {
    var workflow = Documents.empty().workflow(ADD_TWICE);

    assertThat(workflow.name()).isEqualTo("add-twice");
    assertThat(workflow.mapping()).isEqualTo(Mapping.NATIVE);
    assertThat(workflow.timeout()).contains(Duration.ofMinutes(10));
    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("first", "second");
    assertThat(workflow.tasks().getFirst().limits())
        .isEqualTo(new Limits(Long.MAX_VALUE, 4_294_967_296L, Duration.ofSeconds(100)));
    assertThat(workflow.output()).contains(Documents.json("{\"await/ok\":\"second\"}"));
  }

  @Test
  void policyChangesTheDocumentButNoInstruction() {
    var workflow = Documents.empty().workflow(ADD_TWICE);

    var changed = Documents.empty().workflow(ADD_TWICE.replace("\"max\": 3", "\"max\": 9"));

    assertThat(changed.cid()).isNotEqualTo(workflow.cid());
    assertThat(changed.homestarCid()).isNotEqualTo(workflow.homestarCid());
    assertThat(changed.tasks())
        .extracting(Task::instruction)
        .isEqualTo(workflow.tasks().stream().map(Task::instruction).toList());
  }

  @Test
  void aDocumentWithoutInputIsItsOwnCanonicalForm() {
    var template = Documents.empty().template(ADD_TWICE);

    assertThat(template.cid()).isEmpty();
    assertThat(DagCbor.decode(template.bytes())).isEqualTo(DagJson.decode(ADD_TWICE));
  }

  @Test
  void aTemplateHasItsCidAndBindsToTheConcreteDocument() {
    var template = Documents.empty().template(INCREMENT);

    var workflow = Documents.valid(template.bind(Documents.json("{\"item\":1}")));

    assertThat(template.cid().orElseThrow())
        .hasToString("bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");
    assertThat(workflow.cid())
        .hasToString("bafyreibxgnfcuufwurmohbu24arfviuzc2pm5cs6arnc5t5i2yth7sqvhu");
    assertThat(workflow.tasks().getFirst().instruction().cid()).hasToString(FIRST);
  }

  @Test
  void aConcreteDocumentReadsBackAsItself() {
    var workflow = Documents.empty().workflow(INCREMENT, Documents.json("{\"item\":1}"));

    var again =
        Documents.valid(
            Documents.valid(
                    new DocumentReader(Documents.empty()).read(workflow.bytes(), "increment"))
                .bind(Node.NULL));

    assertThat(again).isEqualTo(workflow);
  }

  @Test
  void promisesByLabelBecomeLinks() {
    var byLabel = ADD_TWICE.replace("{ \"/\": \"" + FIRST + "\" }", "\"first\"");

    var workflow = Documents.empty().workflow(byLabel);

    assertThat(workflow.cid()).isEqualTo(Documents.empty().workflow(ADD_TWICE).cid());
  }

  @Test
  void defaultsBindTasksThatSayNothing() {
    var silent = ADD_TWICE.replace("\"memory\": 4294967296, \"time\": 100000,", "");

    var workflow = Documents.empty().workflow(silent);

    assertThat(workflow.tasks())
        .extracting(Task::limits)
        .containsOnly(new Limits(Long.MAX_VALUE, 268_435_456, Duration.ofSeconds(30)));
  }

  @Test
  void theTasksOwnConfigWins() {
    var limited =
        ADD_TWICE.replace(
            "\"label\": \"second\"",
            "\"label\": \"second\", \"limits\": {\"fuel\": 7, \"memory\": [64, \"mebi\","
                + " \"bytes\"]}, \"timeout\": 900");

    var workflow = Documents.empty().workflow(limited);

    assertThat(workflow.findTask("second").orElseThrow().limits())
        .isEqualTo(new Limits(7, 64 << 20, Duration.ofMillis(900)));
  }

  @Test
  void tasksWithoutLabelsGetTheFunctionsName() {
    var unlabelled =
        ADD_TWICE
            .replace("\"ipvm/config\": { \"label\": \"first\", ", "\"ipvm/config\": { ")
            .replace("\"label\": \"second\"", "")
            .replace("\"await/ok\": \"second\"", "\"await/ok\": \"add_one-2\"");

    var workflow = Documents.empty().workflow(unlabelled);

    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("add_one", "add_one-2");
  }

  @Test
  void everythingWrongIsReportedWithItsPlace() {
    assertThat(Documents.empty().problems(WRONG)).containsExactlyElementsOf(WRONG_PLACES);
  }

  @Test
  void whatABrokenInstructionAwaitsIsCheckedAllTheSame() {
    var broken =
        "{\"v\":\"0.2.0\",\"tasks\":[{\"meta\":{},\"prf\":[],\"run\":{\"rsc\":\"x\",\"op\":\"wasm/run\","
            + "\"input\":{\"func\":7,\"args\":[{\"await/ok\":\"nobody\"},{\"await/ok\":5}]}}}]}";

    assertThat(Documents.empty().problems(broken))
        .extracting(problem -> problem.substring(problem.indexOf(' ') + 1))
        .satisfiesExactly(
            rsc -> assertThat(rsc).startsWith("tasks[0].run.rsc: `x` is no URL"),
            func -> assertThat(func).startsWith("tasks[0].run.input: the input has no `func`"),
            nobody -> assertThat(nobody).contains("args[0]: no task is called `nobody`"),
            five -> assertThat(five).contains("args[1]: `await/ok` awaits an integer"));
  }

  @Test
  void aTemplateHasNothingInBracesButItsInput() {
    var wrong =
        INCREMENT
            .replace("input.item }}", "needs.inc.output }}")
            .replace("{ \"await/ok\": \"inc\" }", "\"{{ input.itme }}\"")
            .replace("\"required\": [\"item\"]", "\"properties\": {\"item\": {}}");

    assertThat(Documents.empty().problems(wrong))
        .containsExactly(
            "2:72 output: the document declares no input `itme` | did you mean `item`?",
            "5:54 tasks[0].run.input.args[0]: of `{{ }}` a canonical template has only {{"
                + " input.PATH }} | write promises as {\"await/ok\": label} and links as {\"/\":"
                + " CID}");
  }

  @Test
  void bracesAreTextInADocumentWithoutInput() {
    var braces = ADD_TWICE.replace("\"args\": [ 1 ]", "\"args\": [ \"{{ x }}\" ]");

    assertThat(Documents.empty().workflow(braces).tasks().getFirst().instruction().input())
        .isEqualTo(Documents.json("{\"func\":\"add_one\",\"args\":[\"{{ x }}\"]}"));
  }

  @Test
  void anOutputNamesTasksByLabel() {
    var byLink =
        ADD_TWICE.replace(
            "\"output\": { \"await/ok\": \"second\" }",
            "\"output\": { \"await/ok\": {\"/\": \"" + FIRST + "\"} }");

    assertThat(Documents.empty().problems(byLink))
        .contains(
            "4:28 output: an output names tasks by label, not by link | write the task's label");
  }
}
