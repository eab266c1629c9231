package io.ipvm.cli;

import io.ipvm.ipld.DagCbor;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import java.io.IOException;

/// `ipvm receipt show CID|FILE`: what a receipt says.
final class ReceiptShowCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows what a receipt says: who ran what, and what came of it.")
        .operand("RECEIPT", "its CID or the start of it, or a file")
        .flag("--raw", "the signed envelope, as DAG-JSON")
        .example("ipvm receipt show bafy... -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var bytes = Lookup.receiptBytes(session, arguments.operand(0));
    var printer = session.printer();
    if (arguments.flag("--raw")) {
      printer.structured(Answer.of(DagCbor.decode(bytes)));
    } else {
      var receipt = Receipt.decode(bytes);
      printer.fields(answer(receipt), receipt.cid().toString());
    }
    return ExitStatus.OK;
  }

  static Answer.Fields answer(Receipt receipt) {
    return Answer.fields()
        .put("receipt", receipt.cid())
        .put("ran", receipt.ran())
        .put("issuer", receipt.issuer().text())
        .put("outcome", outcome(receipt.out()))
        .put("value", Answer.of(receipt.out().value()))
        .put("meta", Answer.of(receipt.meta()))
        .build();
  }

  static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok _ -> "ok";
      case Outcome.Failed _ -> "error";
    };
  }
}
