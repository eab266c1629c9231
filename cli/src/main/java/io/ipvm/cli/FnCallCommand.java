package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.UnixFs;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `ipvm fn call MODULE#FUNCTION ARG...`: a workflow of one task.
final class FnCallCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Calls one function; the call is a run like any other, with a receipt.")
        .operand("FUNCTION", "MODULE#FUNCTION, the module by name or CID")
        .operands("ARG", "JSON if it is, @FILE a file's content, else text; behind -- may be -1", 0)
        .flag("--fresh", "compute again even if there is a receipt")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm fn call hello#greet Ada")
        .example("ipvm fn call photo#grayscale @photo.jpg > gray.png");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var node = session.signingNode();
    var workflow = workflow(arguments.operand(0), arguments.operands(1), node, session.console());
    var request = RunRequest.of(workflow);
    if (arguments.flag("--fresh")) {
      request = request.withFresh(Set.of(RunRequest.ALL));
    }
    refuseIfUnfit(node, request, arguments.operand(0));
    var watched = RunCommand.watch(node, request, session);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    var report = new RunReport(watched.result(), workflow.cid(), List.of(), took);
    return RunCommand.report(report, watched.status(), node, session);
  }

  /// The workflow of the call.
  ///
  /// @param function `MODULE#FUNCTION`
  static Workflow workflow(String function, List<String> arguments, Ipvm node, Console console)
      throws IOException {
    var named = named(function);
    var values = new ArrayList<Node>();
    for (var argument : arguments) {
      values.add(value(argument, node, console));
    }
    return node.call(Lookup.module(node, named.module()), named.function(), List.copyOf(values));
  }

  /// What `MODULE#FUNCTION` says.
  record Named(String module, String function) {}

  static Named named(String text) {
    var named = text.split("#", -1);
    if (named.length != 2 || named[0].isEmpty() || named[1].isEmpty()) {
      throw Failure.usage(
          Text.visible(text) + " names no function",
          "it has to be MODULE#FUNCTION",
          "ipvm fn call hello#greet Ada");
    }
    return new Named(named[0], named[1]);
  }

  private static void refuseIfUnfit(Ipvm node, RunRequest request, String typed) {
    for (var problem : node.check(request)) {
      throw Failure.usage(
          "cannot call " + Text.visible(typed), problem.message(), problem.advice());
    }
  }

  /// One argument, as it was typed.
  static Node value(String argument, Ipvm node, Console console) throws IOException {
    if (argument.startsWith("@")) {
      try (var in = console.open(argument.substring(1))) {
        return Node.of(UnixFs.write(in, node.store().blocks()::putAgain));
      }
    }
    try {
      return DagJson.decode(Bytes.utf8(argument));
    } catch (MalformedException _) {
      return Node.of(argument);
    }
  }
}
