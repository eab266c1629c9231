package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.node.ReceiptCheck;
import io.ipvm.node.ReceiptCheck.Finding;
import java.io.IOException;
import java.util.Locale;

/// `ipvm receipt verify CID|FILE`: exit status 0 if nothing speaks against it, else 3.
final class ReceiptVerifyCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Checks a receipt: its signature and what it links to. Exits with 0 if it holds, with 3"
                + " if not, with 7 if the task cannot be run again here.")
        .operand("RECEIPT", "its CID or the start of it, or a file")
        .flag("--replay", "run the task again and compare the results")
        .example("ipvm receipt verify bafy... --replay");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session)
      throws IOException, InterruptedException {
    boolean replay = arguments.flag("--replay");
    // A replay computes, so it needs a node that may write its cache.
    var node = replay ? session.node() : session.reader();
    var bytes = Lookup.receiptBytes(session, arguments.operand(0));
    var check = node.verify(bytes, replay);
    print(check, session.printer());
    session.messages().tell(sentence(check, replay));
    return status(check);
  }

  private static String sentence(ReceiptCheck check, boolean replay) {
    if (!check.passed()) {
      return "the receipt does NOT hold";
    }
    if (check.lacksReplay()) {
      return "nothing speaks against the receipt, but its task could not be run again here";
    }
    return "the receipt holds" + (replay ? "" : "; --replay would also run the task again");
  }

  private static ExitStatus status(ReceiptCheck check) {
    if (!check.passed()) {
      return ExitStatus.MISMATCH;
    }
    return check.lacksReplay() ? ExitStatus.UNAVAILABLE : ExitStatus.OK;
  }

  private static void print(ReceiptCheck check, Printer printer) {
    switch (printer.format()) {
      case TABLE, WIDE ->
          printer.list(
              new Listing<>(ReceiptVerifyCommand::answer, Finding::subject)
                  .tinted(Column.fixed("RESULT"), ReceiptVerifyCommand::result)
                  .column(Column.fixed("CHECK"), Finding::subject)
                  .column(Column.text("DETAIL"), Finding::detail),
              check.findings());
      case ID -> printer.text(check.receipt().cid().toString());
      case JSON, JSONL, YAML, DAG_JSON ->
          printer.structured(
              Answer.fields()
                  .put("receipt", check.receipt().cid())
                  .put("passed", check.passed())
                  .put(
                      "findings",
                      Answer.items(
                          check.findings().stream().map(ReceiptVerifyCommand::answer).toList()))
                  .build());
    }
  }

  private static Cell result(Finding finding) {
    return switch (finding.result()) {
      case PASSED -> new Cell("ok", Tint.GOOD);
      case UNKNOWN -> new Cell("unknown", Tint.WARNING);
      case FAILED -> new Cell("FAILED", Tint.BAD);
    };
  }

  private static Answer.Fields answer(Finding finding) {
    return Answer.fields()
        .put("check", finding.subject())
        .put("result", finding.result().name().toLowerCase(Locale.ROOT))
        .put("detail", finding.detail())
        .build();
  }
}
