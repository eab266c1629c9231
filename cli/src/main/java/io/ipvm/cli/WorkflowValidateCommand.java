package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.workflow.Problem;
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
    var checked = new ArrayList<CheckedDocument>();
    for (var operand : arguments.operands(0)) {
      var document = DocumentFile.load(operand, session.console());
      checked.add(new CheckedDocument(operand, document, problems(document, session.dryNode())));
    }
    return CheckedDocument.print(checked, arguments.flag("--strict"), session);
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
}
