package io.ipvm.cli;

import io.ipvm.engine.ModuleDescription;
import io.ipvm.ipld.Cid;

/// `ipvm fn describe NAME|CID`: the functions of a module, in WIT.
final class FnDescribeCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows the functions of a module, in WIT.")
        .operand("MODULE", "a registered name, or the CID of a module")
        .example("ipvm fn describe photo");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.reader();
    var name = arguments.operand(0);
    var cid = Lookup.module(node, name);
    var module = node.describe(cid);
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        session.messages().tell("// " + name + ", a " + module.kind() + ", " + cid);
        module.functions().forEach(function -> printer.text(Text.visible(function.signature())));
      }
      case ID -> module.functions().forEach(f -> printer.text(Text.visible(f.name())));
      case JSON, JSONL, YAML, DAG_JSON -> printer.structured(answer(cid, module));
    }
    return ExitStatus.OK;
  }

  private static Answer.Fields answer(Cid cid, ModuleDescription module) {
    var functions =
        module.functions().stream()
            .map(f -> Answer.fields().put("name", f.name()).put("wit", f.signature()).build())
            .toList();
    return Answer.fields()
        .put("module", cid)
        .put("kind", module.kind())
        .put("functions", Answer.items(functions))
        .build();
  }
}
