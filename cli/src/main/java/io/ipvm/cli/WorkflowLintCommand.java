package io.ipvm.cli;

import io.ipvm.workflow.HomestarLint;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.Problem.Severity;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm workflow lint FILE...`: what another node would do differently with a valid document.
final class WorkflowLintCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Checks documents as workflow validate does, and says what the target would do"
                + " differently: homestar is Homestar 0.3.0. Exits with 2 if there is an error: the"
                + " target refuses the document.")
        .operands("FILE", "workflows; - reads standard input", 1)
        .option("--target", "ipvm|homestar", "who shall run them; ipvm by default")
        .option("--input", "JSON|@FILE", "bind that input")
        .options("--set", "PATH=VALUE", "bind one value of the input")
        .flag("--strict", "warnings count as errors")
        .example("ipvm workflow lint --target homestar *.json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var target = arguments.option("--target").orElse("ipvm");
    if (!target.equals("ipvm") && !target.equals("homestar")) {
      throw Failure.usage(
          "unknown target " + Text.visible(target),
          "--target takes ipvm or homestar",
          "--target homestar");
    }
    var checked = new ArrayList<CheckedDocument>();
    for (var operand : arguments.operands(0)) {
      var document = DocumentFile.load(operand, session.console());
      var problems = problems(document, target.equals("homestar"), arguments, session);
      checked.add(new CheckedDocument(operand, document, problems));
    }
    return CheckedDocument.print(checked, arguments.flag("--strict"), session);
  }

  private static List<Problem> problems(
      DocumentFile document, boolean homestar, Arguments arguments, Session session)
      throws IOException {
    var node = session.dryNode();
    return switch (node.read(document.source(), document.name(), document.folder())) {
      case Reading.Invalid<?>(var problems) -> problems;
      case Reading.Valid<Template>(var template, var problems) -> {
        var all = new ArrayList<>(problems);
        var input = RunInput.of(arguments, session.console());
        switch (template.bind(input)) {
          case Reading.Valid<Workflow>(var workflow, var more) -> {
            all.addAll(more);
            if (homestar) {
              all.addAll(HomestarLint.of(workflow, document.source()));
            }
          }
          case Reading.Invalid<Workflow>(var more) -> all.addAll(unbound(more, homestar));
        }
        yield all;
      }
    };
  }

  /// That an input is missing is no mistake of the document; but Homestar knows no inputs.
  private static List<Problem> unbound(List<Problem> problems, boolean homestar) {
    return homestar
        ? problems
        : problems.stream()
            .map(problem ->
                new Problem(
                    Severity.WARNING,
                    problem.path(),
                    problem.line(),
                    problem.column(),
                    problem.message(),
                    problem.advice()))
            .toList();
  }
}
