package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunStatus;
import java.io.IOException;

/// `ipvm runs result RUN`: what it came to; its files again, if asked for.
final class RunsResultCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Prints what a run came to. Exits as the run did.")
        .optionalOperand("RUN", Lookup.RUN)
        .option("--out", "DIR", "also write the output's files into that folder")
        .example("ipvm runs result order-7 -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var node = session.reader();
    var run = Lookup.run(node, arguments.findOperand(0));
    var status = run.summary().status();
    if (status == RunStatus.RUNNING || status == RunStatus.INTERRUPTED) {
      throw new Failure(
          ExitStatus.UNAVAILABLE,
          "run " + run.summary().id() + " has no result yet",
          "it is " + TaskSigns.word(status),
          "ipvm runs describe " + run.summary().id());
    }
    var output = run.output().orElse(Node.NULL);
    ResultValue.print(output, node, session.printer());
    var out = arguments.option("--out");
    if (out.isPresent() && output instanceof MapNode map) {
      var folder = session.console().resolve(out.get()).normalize();
      for (var file : new OutputFiles(node::readFile, folder).write(map)) {
        session.messages().tell("wrote " + file.path() + " (" + Humane.size(file.size()) + ")");
      }
    }
    return ExitStatus.of(status);
  }
}
