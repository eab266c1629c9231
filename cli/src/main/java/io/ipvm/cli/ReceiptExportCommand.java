package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ucan.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `ipvm receipt export RECEIPT`: a receipt as a file, alone or with what it takes to replay it.
final class ReceiptExportCommand implements Command {
  private static final List<String> FORMATS = List.of("dag-cbor", "dag-json", "car");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Writes a receipt as a file: the signed bytes, which receipt verify takes (dag-cbor), the"
                + " same for reading (dag-json), or an archive of all it takes to run the task again"
                + " elsewhere (car).")
        .operand("RECEIPT", "its CID, or the start of it")
        .option("-O,--out", "FILE", "write there; - or nothing is standard output")
        .option("--format", "dag-cbor|dag-json|car", "what to write; by default the ending says it")
        .example("ipvm receipt export bafy... -O sheet.receipt")
        .example("ipvm receipt export bafy... -O sheet.car");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var out = arguments.option("--out").filter(name -> !name.equals("-"));
    var format = format(arguments.option("--format"), out);
    var receipt = Lookup.receipt(session.reader(), arguments.operand(0));
    switch (format) {
      case "dag-json" ->
          write(
              Bytes.utf8(JsonText.pretty(Answer.of(DagCbor.decode(receipt.bytes()))) + "\n"),
              out,
              receipt,
              session);
      case "car" -> DagExportCommand.export(List.of(receipt.cid()), false, out, session);
      default -> write(receipt.bytes(), out, receipt, session);
    }
    return ExitStatus.OK;
  }

  private static String format(Optional<String> asked, Optional<String> out) {
    var format =
        asked.orElseGet(() ->
            out.filter(name -> name.endsWith(".car"))
                .map(_ -> "car")
                .or(() -> out.filter(name -> name.endsWith(".json")).map(_ -> "dag-json"))
                .orElse("dag-cbor"));
    if (!FORMATS.contains(format)) {
      throw Failure.usage(
          "unknown format " + Text.visible(format),
          "--format takes " + String.join(", ", FORMATS),
          "--format car");
    }
    return format;
  }

  private static void write(Bytes content, Optional<String> out, Receipt receipt, Session session)
      throws IOException {
    if (out.isPresent()) {
      WholeFile.write(session.console().resolve(out.get()), file -> file.write(content.toArray()));
      session.messages().tell("wrote " + out.get() + ", receipt " + receipt.cid());
    } else if (session.console().terminal().out() && content.equals(receipt.bytes())) {
      throw Failure.usage(
          "a receipt's bytes are not for a terminal",
          Humane.size(content.size()) + " of bytes would go there",
          "ipvm receipt export " + receipt.cid() + " -O FILE");
    } else {
      session.printer().bytes(content);
    }
  }
}
