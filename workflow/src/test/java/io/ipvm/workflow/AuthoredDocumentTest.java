package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// L2: what people write.
final class AuthoredDocumentTest {
  private static final String HELLO =
      """
      v: 0.2.0
      name: hello
      use: { hello: ./hello.wasm }
      input: { type: object, properties: { name: { type: string, default: world } } }
      tasks:
        greet: { run: "hello#greet", args: ["{{ input.name }}"] }
      output: "{{ needs.greet.output }}"
      """;

  private final Documents documents = Documents.usual();

  @Test
  void compilesToTheTemplateAMachineWouldWrite() {
    var template = documents.template(HELLO);

    assertThat(template.name()).isEqualTo("hello");
    assertThat(template.mapping()).isEqualTo(Mapping.NATIVE);
    assertThat(DagCbor.decode(template.bytes()))
        .isEqualTo(
            Documents.json(
                """
                { "v": "0.2.0", "meta": { "name": "hello" }, "output": { "await/ok": "greet" },
                  "input": { "type": "object",
                             "properties": { "name": { "type": "string", "default": "world" } } },
                  "tasks": [ { "cause": null, "prf": [],
                               "meta": { "ipvm/config": { "label": "greet" } },
                    "run": { "rsc": "ipfs://$HELLO", "op": "wasm/run", "nnc": "",
                             "input": { "func": "greet", "args": [ "{{ input.name }}" ] } } } ] }
                """
                    .replace("$HELLO", Documents.cidOf("hello").toString())));
  }

  @Test
  void theCompiledTemplateReadsBackToTheSameWorkflows() {
    var template = documents.template(HELLO);

    var again =
        Documents.valid(new DocumentReader(Documents.empty()).read(template.bytes(), "again"));

    assertThat(again.cid()).isEqualTo(template.cid());
    assertThat(again.bind(Documents.json("{\"name\":\"x\"}")))
        .isEqualTo(template.bind(Documents.json("{\"name\":\"x\"}")));
  }

  @Test
  void compilationIsDeterministicAndYamlAndJsonAreOne() {
    var json =
        """
        { "v": "0.2.0", "name": "hello", "use": { "hello": "./hello.wasm" },
          "input": { "type": "object",
                     "properties": { "name": { "default": "world", "type": "string" } } },
          "tasks": { "greet": { "args": [ "{{input.name}}" ], "run": "hello#greet" } },
          "output": "{{needs.greet.output}}" }
        """;

    assertThat(documents.template(json).bytes()).isEqualTo(documents.template(HELLO).bytes());
    assertThat(documents.template(HELLO).bytes()).isEqualTo(documents.template(HELLO).bytes());
  }

  @Test
  void defaultsOfTheInputAreFilledIn() {
    var silent = documents.workflow(HELLO);
    var explicit = documents.workflow(HELLO, Documents.json("{\"name\":\"world\"}"));

    assertThat(silent).isEqualTo(explicit);
    assertThat(arguments(silent.tasks().getFirst())).containsExactly(Node.of("world"));
  }

  @Test
  void tasksKeepTheOrderOfTheDocumentAsFarAsTheirPromisesAllow() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            tasks:
              last: { run: "shop#f", args: ["{{ needs.zeta.output }}"] }
              zeta: { run: "shop#g" }
              a: { run: "shop#h" }
            """);

    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("zeta", "last", "a");
  }

  @Test
  void promisesStandAnywhereInsideArguments() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            tasks:
              a: { run: "shop#a" }
              b:
                run: shop#b
                args: [ { list: [ "{{ needs.a.output }}", { deep: "{{needs.a.error}}" } ] } ]
            """);

    var a = workflow.findTask("a").orElseThrow().instruction().cid();
    assertThat(workflow.findTask("b").orElseThrow().promises())
        .containsExactlyInAnyOrder(new Promise(Branch.OK, a), new Promise(Branch.ERROR, a));
  }

  @Test
  void filesFoldersAndPatternsBecomeLinks() {
    documents.with("./photos/a.jpg", "a").with("./photos/b.jpg", "b");

    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            tasks:
              t:
                run: ./hello.wasm#f
                args:
                - "{{ file:./photos/a.jpg }}"
                - "{{ dir:./photos }}"
                - "{{ glob:./photos/*.jpg }}"
                - "{{cid:bafkreiem4iwcjxsf34jmec37hxyki2op5ushxy2j25p7kb6dhzzw24bjce}}"
                - { "/": bafkreiem4iwcjxsf34jmec37hxyki2op5ushxy2j25p7kb6dhzzw24bjce }
                - { "/": { bytes: AQI } }
            """);

    var link = Node.of(Cid.parse("bafkreiem4iwcjxsf34jmec37hxyki2op5ushxy2j25p7kb6dhzzw24bjce"));
    assertThat(arguments(workflow.tasks().getFirst()))
        .containsExactly(
            Node.of(Documents.cidOf("a")),
            Node.of(Documents.cidOf("folder ./photos")),
            Node.list(Node.of(Documents.cidOf("a")), Node.of(Documents.cidOf("b"))),
            link,
            link,
            Node.of(io.ipvm.ipld.Bytes.fromHex("0102")));
  }

  @Test
  void aFileIsLookedUpOnce() {
    documents.workflow(
        """
        v: 0.2.0
        tasks:
          a: { run: "./hello.wasm#f", args: ["{{ file:./hello.wasm }}"] }
          b: { run: "./hello.wasm#g", args: ["{{ file:./hello.wasm }}"] }
        """);

    assertThat(documents.lookUps).isEqualTo(1);
  }

  @Test
  void modulesAreNamedByAliasPathUrlOrRegisteredName() {
    var cid = Documents.cidOf("hello");
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            use: { a: ./hello.wasm, b: "ipfs://$CID", c: shop, d: { "/": $CID } }
            tasks:
              one: { run: a#f }
              two: { run: b#g }
              three: { run: c#h }
              four: { run: d#i }
              five: { run: "ipfs://$CID#j" }
              six: { run: shop#k }
            """
                .replace("$CID", cid.toString()));

    var hello = "ipfs://" + cid;
    var shop = "ipfs://" + Documents.cidOf("shop");
    assertThat(workflow.tasks())
        .extracting(task -> task.instruction().rsc())
        .containsExactly(hello, hello, shop, hello, hello, shop);
  }

  @Test
  void aJavaMethodIsCalledWithAnyValue() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            tasks:
              a: { call: java/greet@1.0, with: { name: world } }
              b: { call: java/greet@1.0, with: "{{ needs.a.output }}" }
              c: { call: java/now@2 }
            """);

    var a = workflow.tasks().getFirst().instruction();
    assertThat(a)
        .isEqualTo(
            new Instruction(
                "java:greet@1.0", "java/call", MapNode.of("name", Node.of("world")), Node.of("")));
    assertThat(workflow.tasks().get(1).instruction().input())
        .isEqualTo(MapNode.of("await/ok", Node.of(a.cid())));
    assertThat(workflow.tasks().get(2).instruction().input()).isEqualTo(MapNode.EMPTY);
  }

  @Test
  void limitsComeFromTheTaskThenTheDefaultsThenTheNode() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            defaults: { memory: 64MiB, time: 30s }
            tasks:
              a: { run: shop#f }
              b: { run: shop#g, limits: { memory: 1GiB, gas: 1000 }, timeout: 1500ms }
            """);

    assertThat(workflow.tasks().getFirst().limits())
        .isEqualTo(new Limits(Limits.NATIVE.gas(), 64 << 20, Duration.ofSeconds(30)));
    assertThat(workflow.tasks().getLast().limits())
        .isEqualTo(new Limits(1000, 1 << 30, Duration.ofMillis(1500)));
    assertThat(DagCbor.decode(workflow.bytes()).toString())
        .contains("memory: IntNode[value=67108864]", "fuel: IntNode[value=1000]");
  }

  @Test
  void equalInstructionsAreOneTaskWithSeveralLabelsAndTheWidestLimits() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            tasks:
              a: { run: shop#f, limits: { memory: 1MiB, time: 9s } }
              b: { run: shop#f, limits: { memory: 2MiB, time: 3s } }
              c: { run: shop#g, args: ["{{ needs.a.output }}", "{{ needs.b.output }}"] }
            output: "{{ needs.b.output }}"
            """);

    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("a", "c");
    var merged = workflow.findTask("b").orElseThrow();
    assertThat(merged.aliases()).containsExactly("b");
    assertThat(merged.limits())
        .isEqualTo(new Limits(Limits.NATIVE.gas(), 2 << 20, Duration.ofSeconds(9)));
    assertThat(workflow.tasks().getLast().promises()).hasSize(1);
  }

  @Test
  void anOutputMayBeAMapOfNamesAndUseTheInput() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            input: { properties: { title: {} } }
            tasks:
              a: { run: shop#f }
            output: { a.png: "{{ needs.a.output }}", title: "{{ input.title }}" }
            """,
            Documents.json("{\"title\":\"T\"}"));

    assertThat(workflow.output())
        .contains(Documents.json("{\"a.png\":{\"await/ok\":\"a\"},\"title\":\"T\"}"));
  }

  @Test
  void partsOfTheInputAreSubstitutedWhole() {
    var workflow =
        documents.workflow(
            """
            v: 0.2.0
            input: {}
            tasks:
              a: { run: shop#f, args: ["{{ input.list[1].x }}", "{{ input }}", "{{ input.list }}"] }
            """,
            Documents.json("{\"list\":[0,{\"x\":{\"y\":[]}}]}"));

    assertThat(arguments(workflow.tasks().getFirst()))
        .containsExactly(
            Documents.json("{\"y\":[]}"),
            Documents.json("{\"list\":[0,{\"x\":{\"y\":[]}}]}"),
            Documents.json("{\"l\":[0,{\"x\":{\"y\":[]}}]}").find("l").orElseThrow());
  }

  @Test
  void textOfTheInputIsNeverTakenForATemplate() {
    var workflow = documents.workflow(HELLO, Documents.json("{\"name\":\"{{ input.name }}\"}"));

    assertThat(arguments(workflow.tasks().getFirst())).containsExactly(Node.of("{{ input.name }}"));
  }

  @Test
  void theFilesNameStandsInForAMissingName() {
    assertThat(
            Documents.valid(
                    documents.read("v: 0.2.0\ntasks: { a: { run: shop#f } }", "dir/x.y.yaml"))
                .name())
        .isEqualTo("x.y");
  }

  private static List<Node> arguments(Task task) {
    var input = (MapNode) task.instruction().input();
    return ((Node.ListNode) input.find("args").orElseThrow()).items();
  }
}
