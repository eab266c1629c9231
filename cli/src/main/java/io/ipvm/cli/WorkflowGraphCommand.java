package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.workflow.WorkflowGraph;
import io.ipvm.workflow.WorkflowGraph.Vertex;
import java.io.IOException;
import java.util.HashMap;

/// `ipvm workflow graph FILE`: which task awaits which, for reading or for drawing programs.
final class WorkflowGraphCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows the tasks of a workflow and what they await.")
        .operand("FILE", "a workflow; - reads standard input")
        .option("--format", "table|dot|mermaid", "for reading, for Graphviz, for Markdown")
        .example("ipvm workflow graph contact-sheet.yaml --format dot | dot -Tsvg > sheet.svg");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var document = DocumentFile.load(arguments.operand(0), session.console());
    var graph = document.compile(session.node(), session.messages()).graph();
    var printer = session.printer();
    switch (arguments.option("--format").orElse("table")) {
      case "table" -> printer.list(listing(graph), graph.tasks());
      case "dot" -> printer.text(dot(graph));
      case "mermaid" -> printer.text(mermaid(graph));
      default ->
          throw Failure.usage(
              "unknown graph format " + Text.visible(arguments.option("--format").orElseThrow()),
              "--format takes table, dot or mermaid",
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

  private static String dot(WorkflowGraph graph) {
    var text = new StringBuilder("digraph workflow {\n  rankdir=LR\n  node [shape=box]\n");
    for (var task : graph.tasks()) {
      text.append("  ").append(quoted(task.label()));
      if (!task.title().equals(task.label())) {
        text.append(" [label=").append(quoted(task.label() + "\n" + task.title())).append(']');
      }
      text.append('\n');
      for (var awaited : task.awaits()) {
        text.append("  ").append(quoted(awaited)).append(" -> ").append(quoted(task.label()));
        text.append('\n');
      }
    }
    return text.append('}').toString();
  }

  /// Labels may be any text, so vertices are numbered and labels quoted.
  private static String mermaid(WorkflowGraph graph) {
    var numbers = new HashMap<String, String>();
    var text = new StringBuilder("flowchart LR");
    for (var task : graph.tasks()) {
      var number = "t" + numbers.size();
      numbers.put(task.label(), number);
      text.append("\n  ").append(number).append("[\"").append(entity(task.label())).append("\"]");
      for (var awaited : task.awaits()) {
        text.append("\n  ").append(numbers.get(awaited)).append(" --> ").append(number);
      }
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static String entity(String text) {
    return Text.visible(text).replace("#", "#35;").replace("\"", "#quot;");
  }
}
