package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes in: problems come out, or a document that means the same in every form.
final class DocumentPropertiesTest {
  private static final String AUTHORED =
      """
      v: 0.2.0
      name: order
      use: { hello: ./hello.wasm, b: shop }
      input: { type: object, properties: { x: { type: integer, default: 1 }, y: { type: string } } }
      defaults: { memory: 256MiB, time: 30s }
      tasks:
        a: { run: "hello#f", args: ["{{ input.x }}", [1, 2.5, null, true], { k: &v "text" }] }
        b: { run: b#g, args: ["{{ needs.a.output }}", *v], limits: { gas: 1000 } }
        c: { call: java/x@1, with: { e: "{{ needs.b.error }}", "/": 1 } }
      output: { a.png: "{{ needs.a.output }}", rest: ["{{ needs.c.output }}", "{{ input.y }}"] }
      """;

  private static final List<String> SNIPPETS =
      List.of(
          "{{",
          "}}",
          "{{ needs.",
          "{{ input.",
          ".output",
          ": ",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "'",
          "\n",
          "  ",
          "&v",
          "*v",
          "!!",
          "|",
          ">",
          "#",
          "null",
          "1e400",
          "0x",
          "/",
          "await/ok",
          "tasks",
          "\u0000",
          "\u00e9",
          "\ud83d\ude00",
          "---",
          "? ",
          "<<",
          "%",
          "@",
          "\t");

  @Test
  void damagedDocumentsGiveProblemsAndNothingElse() {
    for (var document :
        List.of(AUTHORED, CanonicalDocumentTest.ADD_TWICE, CanonicalDocumentTest.INCREMENT)) {
      Property.check(
          300, seed -> readAndBind(Bytes.utf8(damaged(document, new Random(seed))), seed));
    }
  }

  @Test
  void damagedBytesGiveProblemsAndNothingElse() {
    var documents =
        List.of(
            Documents.usual().template(AUTHORED).bytes(),
            Documents.usual().template(CanonicalDocumentTest.ADD_TWICE).bytes(),
            Bytes.utf8(AUTHORED));
    Property.check(
        300,
        seed -> {
          var random = new Random(seed);
          var bytes = documents.get(random.nextInt(documents.size())).toArray();
          for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          readAndBind(Bytes.owned(bytes), seed);
        });
  }

  @Test
  void randomBytesGiveProblemsAndNothingElse() {
    Property.check(
        300,
        seed -> {
          var random = new Random(seed);
          var bytes = new byte[random.nextInt(64)];
          random.nextBytes(bytes);
          readAndBind(Bytes.owned(bytes), seed);
        });
  }

  @Test
  void valuesOfAnyKindAnywhereGiveProblemsAndNothingElse() {
    Property.check(
        300,
        seed -> {
          var random = new Random(seed);
          var root = (MapNode) DagCbor.decode(Documents.usual().template(AUTHORED).bytes());
          var changed = (MapNode) replacedSomewhere(root, random);
          readAndBind(DagCbor.encode(changed), seed);
          readAndBind(Bytes.utf8(DagJson.encode(changed)), seed);
        });
  }

  @Test
  void everyValidDocumentReadsBackFromItsCanonicalBytes() {
    Property.check(seed -> {
      var document = randomDocument(new Random(seed));
      var template = Documents.usual().template(document);
      var workflow = Documents.valid(template.bind(MapNode.EMPTY));

      var reader = new DocumentReader(Documents.empty());
      var fromTemplate = Documents.valid(reader.read(template.bytes(), template.name()));
      var fromWorkflow = Documents.valid(reader.read(workflow.bytes(), workflow.name()));

      assertThat(fromTemplate.bytes()).isEqualTo(template.bytes());
      assertThat(Documents.valid(fromTemplate.bind(MapNode.EMPTY))).isEqualTo(workflow);
      assertThat(Documents.valid(fromWorkflow.bind(Node.NULL))).isEqualTo(workflow);
    });
  }

  @Test
  void everyTaskFollowsWhatItAwaits() {
    Property.check(seed -> {
      var workflow = Documents.usual().workflow(randomDocument(new Random(seed)));

      var seen = new ArrayList<>();
      for (var task : workflow.tasks()) {
        assertThat(seen).containsAll(task.promises().stream().map(Promise::instruction).toList());
        seen.add(task.instruction().cid());
      }
    });
  }

  private static void readAndBind(Bytes source, long seed) {
    var reading = new DocumentReader(Documents.usual()).read(source, "seed-" + seed);
    switch (reading) {
      case Reading.Valid<Template>(var template, var problems) -> {
        assertThat(problems).allMatch(p -> p.severity() == Problem.Severity.WARNING);
        assertThat(template.bytes().isEmpty()).isFalse();
        template.graph().drawing(80, false);
        template.bind(MapNode.of("y", Node.of("text")));
      }
      case Reading.Invalid<Template>(var problems) -> {
        assertThat(problems).isNotEmpty();
        var printed = new ProblemPrinter("x", source, 40).print(problems);
        assertThat(printed).hasSizeGreaterThan(problems.size());
      }
    }
  }

  private static String damaged(String document, Random random) {
    var text = new StringBuilder(document);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
        case 2 -> text.setLength(Math.max(1, at));
        default -> text.setCharAt(at, (char) random.nextInt(0x80));
      }
    }
    return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /// Goes down a random way and puts a value of another kind there.
  private static Node replacedSomewhere(Node node, Random random) {
    if (node instanceof MapNode map && map.size() > 0 && random.nextInt(8) > 0) {
      var key = map.keys().get(random.nextInt(map.size()));
      var old = map.find(key).orElseThrow();
      return switch (random.nextInt(12)) {
        case 0 -> map.without(key);
        case 1 -> map.without(key).with(key + "x", old);
        default -> map.with(key, replacedSomewhere(old, random));
      };
    }
    if (node instanceof Node.ListNode(var items) && !items.isEmpty() && random.nextInt(8) > 0) {
      var copy = new ArrayList<>(items);
      int at = random.nextInt(copy.size());
      copy.set(at, replacedSomewhere(copy.get(at), random));
      return Node.list(copy);
    }
    return switch (random.nextInt(8)) {
      case 0 -> Node.NULL;
      case 1 -> Node.of(random.nextLong());
      case 2 -> Node.of(random.nextDouble());
      case 3 -> Node.of(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
      case 4 -> Node.of(Documents.cidOf("x"));
      case 5 -> Node.list(node, node);
      case 6 -> MapNode.of("await/ok", node);
      default -> Node.of(Bytes.fromHex("00"));
    };
  }

  private static String randomDocument(Random random) {
    var text = new StringBuilder("v: 0.2.0\n");
    if (random.nextBoolean()) {
      text.append("input: { properties: { x: { default: ")
          .append(random.nextInt())
          .append(" } } }\n");
    }
    boolean hasInput = text.indexOf("input") >= 0;
    text.append("tasks:\n");
    int tasks = 1 + random.nextInt(8);
    for (int i = 0; i < tasks; i++) {
      // Tasks stand in any order: what is awaited may come later in the text.
      text.append("  t").append(tasks - i).append(": { run: shop#f").append(random.nextInt(3));
      text.append(", args: [").append(random.nextInt(3));
      for (int j = 1; j < tasks - i; j++) {
        if (random.nextInt(3) == 0) {
          text.append(
              random.nextBoolean()
                  ? ", '{{ needs.t%.output }}'".replace("%", "" + j)
                  : ", { deep: [ '{{ needs.t%.error }}' ] }".replace("%", "" + j));
        }
      }
      if (hasInput && random.nextBoolean()) {
        text.append(", '{{ input.x }}'");
      }
      text.append("] }\n");
    }
    return text.append("output: '{{ needs.t1.output }}'\n").toString();
  }
}
