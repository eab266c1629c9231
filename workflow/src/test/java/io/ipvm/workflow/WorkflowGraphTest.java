package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.testkit.Property;
import io.ipvm.workflow.WorkflowGraph.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorkflowGraphTest {
  private static final WorkflowGraph DIAMONDS =
      new WorkflowGraph(
          List.of(
              vertex("a"),
              vertex("b"),
              vertex("c", "a", "b"),
              vertex("d", "a", "b"),
              vertex("e", "a"),
              vertex("f", "c", "a"),
              vertex("g", "d", "e", "b")));

  @Test
  void aTemplateAndItsWorkflowHaveOneGraph() {
    var template =
        Documents.usual()
            .template(
                """
                v: 0.2.0
                input: { properties: { x: { default: 1 } } }
                tasks:
                  b: { run: shop#g, args: [ "{{ needs.a.output }}", "{{ needs.a.error }}" ] }
                  a: { run: shop#f, args: [ "{{ input.x }}" ] }
                """);

    assertThat(template.graph())
        .isEqualTo(
            new WorkflowGraph(
                List.of(new Vertex("a", "f", List.of()), new Vertex("b", "g", List.of("a")))));
    assertThat(WorkflowGraph.of(Documents.valid(template.bind(Documents.json("{}")))))
        .isEqualTo(template.graph());
  }

  @Test
  void theGraphOfLinksLeavesOutOtherWorkflows() {
    var graph = Documents.empty().template(CanonicalDocumentTest.ADD_TWICE).graph();

    assertThat(graph.tasks())
        .containsExactly(
            new Vertex("first", "add_one", List.of()),
            new Vertex("second", "add_one", List.of("first")));
  }

  @Test
  void tasksAreDrawnBelowWhatTheyAwait() {
    assertThat(String.join("\n", DIAMONDS.drawing(80, false).orElseThrow()))
        .isEqualTo(
            """
            a   b
            │   │
            │   └───┬───┬───┐
            ├───┬───┼───┤   │
            │   │   │   │   │
            e   │   c   d   │
            │   │   │   │   │
            └───│───│─┐ │   │
                └─┐ │ │ │   │
                  ├─┘ │ │   │
                  │   ├─┘   │
                  │   ├─────┘
                  │   │
                  f   g\
            """
                .stripIndent());
  }

  @Test
  void terminalsWithoutBoxDrawingGetPlainCharacters() {
    var drawing = DIAMONDS.drawing(80, true).orElseThrow();

    assertThat(String.join("", drawing)).matches("[-+| a-g]*").contains("+---+");
  }

  @Test
  void aDrawingFitsOrThereIsNone() {
    var widest = DIAMONDS.drawing(80, false).orElseThrow().stream().mapToInt(String::length).max();

    assertThat(DIAMONDS.drawing(widest.orElseThrow(), false)).isPresent();
    assertThat(DIAMONDS.drawing(widest.orElseThrow() - 1, false)).isEmpty();
    assertThat(chain(GraphDrawing.MOST_TASKS).drawing(80, false)).isPresent();
    assertThat(chain(GraphDrawing.MOST_TASKS + 1).drawing(80, false)).isEmpty();
  }

  @Test
  void nothingAndOneTaskCanBeDrawn() {
    assertThat(new WorkflowGraph(List.of()).drawing(80, false)).contains(List.of());
    assertThat(new WorkflowGraph(List.of(vertex("only"))).drawing(80, false))
        .contains(List.of("only"));
  }

  @Test
  void everyTaskIsInTheDrawingOfAnyGraph() {
    Property.check(seed -> {
      var random = new Random(seed);
      var tasks = new ArrayList<Vertex>();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        var awaits =
            IntStream.range(0, i)
                .filter(_ -> random.nextInt(4) == 0)
                .mapToObj(j -> "t" + j + ".")
                .toList();
        tasks.add(new Vertex("t" + i + ".", "f", awaits));
      }

      var drawing = new WorkflowGraph(tasks).drawing(1000, false).orElseThrow();

      for (var task : tasks) {
        assertThat(drawing.stream().filter(line -> line.contains(task.label()))).hasSize(1);
      }
    });
  }

  @Test
  void markdownAndGraphvizQuoteWhatTheyMust() {
    var graph =
        new WorkflowGraph(List.of(new Vertex("a\"\\#", "f", List.of()), vertex("b", "a\"\\#")));

    assertThat(graph.mermaid())
        .isEqualTo(
            """
            flowchart TD
              t0["a#quot;\\#35;<br/>f"]
              t1["b"]
              t0 --> t1
            """);
    assertThat(graph.dot())
        .isEqualTo(
            """
            digraph workflow {
              node [shape=box];
              t0 [label="a\\"\\\\#\\nf"];
              t1 [label="b"];
              t0 -> t1;
            }
            """);
  }

  private static WorkflowGraph chain(int length) {
    var tasks = new ArrayList<Vertex>();
    tasks.add(vertex("t0"));
    IntStream.range(1, length).forEach(i -> tasks.add(vertex("t" + i, "t" + (i - 1))));
    return new WorkflowGraph(tasks);
  }

  private static Vertex vertex(String label, String... awaits) {
    return new Vertex(label, label, List.of(awaits));
  }
}
