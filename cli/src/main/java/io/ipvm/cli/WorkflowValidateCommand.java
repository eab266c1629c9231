package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.Problem.Severity;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm workflow validate FILE...`: every problem of every document.
final class WorkflowValidateCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Checks documents and shows all their problems. Exits with 2 if there is one.")
        .operands("FILE", "workflows; - reads standard input", 1)
        .flag("--strict", "warnings count as errors")
        .example("ipvm workflow validate *.yaml");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var checked = new ArrayList<Checked>();
    for (var operand : arguments.operands(0)) {
      var document = DocumentFile.load(operand, session.console());
      checked.add(new Checked(operand, document, problems(document, session.node())));
    }
    boolean strict = arguments.flag("--strict");
    print(checked, strict, session);
    return checked.stream().allMatch(document -> document.passes(strict))
        ? ExitStatus.OK
        : ExitStatus.USAGE;
  }

  private record Checked(String name, DocumentFile document, List<Problem> problems) {
    boolean passes(boolean strict) {
      return problems.stream().noneMatch(problem -> strict || problem.severity() == Severity.ERROR);
    }

    Answer.Fields answer(boolean strict) {
      return Answer.fields()
          .put("file", name)
          .put("valid", passes(strict))
          .put("problems", Answer.items(problems.stream().map(ProblemLines::answer).toList()))
          .build();
    }
  }

  /// What the reader says and, of a document that runs without an input, what the engines say.
  private static List<Problem> problems(DocumentFile document, Ipvm node) {
    return switch (node.read(document.source(), document.name(), document.folder())) {
      case Reading.Invalid<?>(var problems) -> problems;
      case Reading.Valid<Template>(var template, var problems) -> {
        var all = new ArrayList<>(problems);
        if (template.bind(MapNode.EMPTY) instanceof Reading.Valid<Workflow>(var workflow, _)) {
          all.addAll(document.placed(node.check(RunRequest.of(workflow))));
        }
        yield all;
      }
    };
  }

  private static void print(List<Checked> checked, boolean strict, Session session) {
    var printer = session.printer();
    switch (printer.format()) {
      case ID -> checked.forEach(document -> printer.text(Text.visible(document.name())));
      case TABLE, WIDE ->
          checked.forEach(document -> {
            if (document.problems().isEmpty()) {
              printer.text(Text.visible(document.name()) + ": valid");
            }
            printer.lines(
                new ProblemLines(document.document(), session.console().terminal(), printer.paint())
                    .of(document.problems()));
          });
      case JSON, YAML ->
          printer.structured(
              Answer.items(checked.stream().map(document -> document.answer(strict)).toList()));
      case JSONL -> checked.forEach(document -> printer.structured(document.answer(strict)));
    }
  }
}
