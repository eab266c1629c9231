package io.ipvm.node;

import io.ipvm.engine.ModuleDescription;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;

/// Documents and modules.
final class Documents {
  Reading<Template> read(Bytes source, String fileName, Path folder) {
    throw new UnsupportedOperationException(fileName + source + folder);
  }

  Workflow call(Cid module, String function, List<Node> arguments) {
    throw new UnsupportedOperationException(function + module + arguments);
  }

  Cid addModule(String name, Path file) {
    throw new UnsupportedOperationException(name + file);
  }

  ModuleDescription describe(Cid module) {
    throw new UnsupportedOperationException(module.toString());
  }

  Bytes readFile(Cid file) {
    throw new UnsupportedOperationException(file.toString());
  }
}
