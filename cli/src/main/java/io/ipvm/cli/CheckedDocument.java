package io.ipvm.cli;

import io.ipvm.workflow.Problem;
import io.ipvm.workflow.Problem.Severity;
import java.util.List;

/// A document with all that was found to say about it.
record CheckedDocument(String name, DocumentFile document, List<Problem> problems) {
  CheckedDocument {
    problems = List.copyOf(problems);
  }

  /// Prints the findings on all documents and says how to exit.
  ///
  /// @param strict whether warnings count as errors
  static ExitStatus print(List<CheckedDocument> checked, boolean strict, Session session) {
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
      case JSON, YAML, DAG_JSON ->
          printer.structured(
              Answer.items(checked.stream().map(document -> document.answer(strict)).toList()));
      case JSONL -> checked.forEach(document -> printer.structured(document.answer(strict)));
    }
    return checked.stream().allMatch(document -> document.passes(strict))
        ? ExitStatus.OK
        : ExitStatus.USAGE;
  }

  private boolean passes(boolean strict) {
    return problems.stream().noneMatch(problem -> strict || problem.severity() == Severity.ERROR);
  }

  private Answer.Fields answer(boolean strict) {
    return Answer.fields()
        .put("file", name)
        .put("valid", passes(strict))
        .put("problems", Answer.items(problems.stream().map(ProblemLines::answer).toList()))
        .build();
  }
}
