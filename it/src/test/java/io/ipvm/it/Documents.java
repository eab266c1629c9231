package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;

/// Documents of tests, compiled and bound.
final class Documents {
  private Documents() {}

  static Workflow bind(Ipvm node, String document, String fileName, Node input) {
    return switch (node.read(Bytes.utf8(document), fileName, Path.of("."))) {
      case Reading.Invalid<Template>(var problems) -> throw new AssertionError(problems);
      case Reading.Valid<Template>(var template, var _) ->
          switch (template.bind(input)) {
            case Reading.Invalid<Workflow>(var problems) -> throw new AssertionError(problems);
            case Reading.Valid<Workflow>(var workflow, var _) -> workflow;
          };
    };
  }
}
