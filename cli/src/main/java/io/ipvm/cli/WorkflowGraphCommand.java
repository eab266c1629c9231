package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.workflow.WorkflowGraph;
import io.ipvm.workflow.WorkflowGraph.Vertex;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/// `ipvm workflow graph FILE`: which task awaits which, for reading or for drawing programs.
final class WorkflowGraphCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows the tasks of a workflow and what they await.")
        .operand("FILE", "a workflow; - reads standard input")
        .option(
            "--format",
            "table|drawing|dot|mermaid",
            "a list, a picture in characters, for Graphviz, for Markdown")
        .example("ipvm workflow graph contact-sheet.yaml --format dot | dot -Tsvg > sheet.svg");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var document = DocumentFile.load(arguments.operand(0), session.console());
    var graph = document.compile(session.dryNode(), session.messages()).graph();
    var printer = session.printer();
    switch (arguments.option("--format").orElse("table")) {
      case "table" -> printer.list(listing(graph), graph.tasks());
      case "drawing" -> printer.lines(drawing(graph, session));
      case "dot" -> printer.text(graph.dot().stripTrailing());
      case "mermaid" -> printer.text(graph.mermaid().stripTrailing());
      default ->
          throw Failure.usage(
              "unknown graph format " + Text.visible(arguments.option("--format").orElseThrow()),
              "--format takes table, drawing, dot or mermaid",
              "--format dot");
    }
    return ExitStatus.OK;
  }

  private static Listing<Vertex> listing(WorkflowGraph graph) {
    var steps = new HashMap<String, Integer>();
    for (var task : graph.tasks()) {
      steps.put(
          task.label(),
          1
              + task.awaits().stream()
                  .mapToInt(label -> steps.getOrDefault(label, 0))
                  .max()
                  .orElse(0));
    }
    return new Listing<>(WorkflowGraphCommand::answer, Vertex::label)
        .column(Column.number("STEP"), task -> String.valueOf(steps.get(task.label())))
        .column(Column.text("TASK"), Vertex::label)
        .column(Column.text("FUNCTION"), Vertex::title)
        .column(
            Column.text("AWAITS"),
            task -> task.awaits().isEmpty() ? "-" : String.join(", ", task.awaits()));
  }

  private static Answer answer(Vertex task) {
    return Answer.fields()
        .put("label", task.label())
        .put("function", task.title())
        .put("awaits", Answer.texts(task.awaits()))
        .build();
  }

  private static List<String> drawing(WorkflowGraph graph, Session session) {
    return graph
        .drawing(session.printer().width(), !session.console().terminal().unicode())
        .orElseThrow(() ->
            Failure.usage(
                "cannot draw the workflow",
                "it has too many tasks side by side for this terminal",
                "--format table"));
  }
}
