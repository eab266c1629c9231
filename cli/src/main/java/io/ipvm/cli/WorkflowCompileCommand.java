package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.Node;
import java.io.IOException;

/// `ipvm workflow compile FILE`: the canonical document.
final class WorkflowCompileCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Prints the canonical document as DAG-JSON: the template of a document that takes input,"
                + " or with --input or --set what really runs.")
        .operand("FILE", "a workflow; - reads standard input")
        .option("--input", "JSON|@FILE", "bind that input")
        .options("--set", "PATH=VALUE", "bind one value of the input")
        .option("-O,--out", "FILE", "write there instead; .cbor writes DAG-CBOR")
        .example("ipvm workflow compile hello.yaml --set name=Ada")
        .example("ipvm workflow compile hello.yaml -O hello.cbor");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var document = DocumentFile.load(arguments.operand(0), session.console());
    var template = document.compile(session.dryNode(), session.messages());
    boolean bind =
        template.cid().isEmpty()
            || arguments.option("--input").isPresent()
            || !arguments.allOptions("--set").isEmpty();
    if (!bind) {
      return print(template.bytes(), template.cid().orElseThrow(), arguments, session);
    }
    var input = RunInput.of(arguments, session.console());
    var workflow = document.require(template.bind(input), session.messages());
    return print(workflow.bytes(), workflow.cid(), arguments, session);
  }

  private static ExitStatus print(Bytes bytes, Cid cid, Arguments arguments, Session session)
      throws IOException {
    Node value = DagCbor.decode(bytes);
    var out = arguments.option("--out").filter(name -> !name.equals("-"));
    if (out.isPresent()) {
      var content =
          out.get().endsWith(".cbor")
              ? bytes
              : Bytes.utf8(JsonText.pretty(Answer.of(value)) + "\n");
      WholeFile.write(session.console().resolve(out.get()), file -> file.write(content.toArray()));
      session.messages().tell("wrote " + out.get() + ", " + cid);
    } else if (session.printer().format() == OutputFormat.ID) {
      session.printer().text(cid.toString());
    } else {
      session.printer().structured(Answer.of(value));
      session.messages().tell(cid.toString());
    }
    return ExitStatus.OK;
  }
}
