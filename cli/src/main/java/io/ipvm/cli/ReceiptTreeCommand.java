package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.ReceiptTree;
import io.ipvm.ucan.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `ipvm receipt tree CID`: a receipt and those it built on.
final class ReceiptTreeCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows a receipt and, below it, the receipts whose results its task used.")
        .operand("RECEIPT", "its CID, or the start of it")
        .example("ipvm receipt tree bafy...");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.reader();
    var tree = node.tree(Lookup.receipt(node, arguments.operand(0)));
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> new Drawing(printer, session.console().terminal()).draw(tree, "", "");
      case ID -> printer.text(tree.receipt().cid().toString());
      case JSON, JSONL, YAML, DAG_JSON -> printer.structured(answer(tree, new HashSet<>()));
    }
    return ExitStatus.OK;
  }

  /// A receipt that several tasks used is drawn once with what is below it, then by name alone.
  private record Drawing(Printer printer, boolean unicode, Set<Cid> drawn) {
    Drawing(Printer printer, Terminal terminal) {
      this(printer, terminal.unicode() || !terminal.out(), new HashSet<>());
    }

    void draw(ReceiptTree tree, String first, String rest) {
      var receipt = tree.receipt();
      boolean again = !drawn.add(receipt.cid());
      var out =
          switch (receipt.out()) {
            case Outcome.Ok _ -> printer.paint().apply(Tint.GOOD, "ok");
            case Outcome.Failed _ -> printer.paint().apply(Tint.BAD, "error");
          };
      int room = printer.width() - Text.width(first) - function(tree).length() - 8;
      var cid = Text.cutMiddle(receipt.cid().toString(), Math.max(16, room));
      printer.text(
          first
              + printer.paint().apply(Tint.TITLE, Text.visible(function(tree)))
              + "  "
              + out
              + "  "
              + printer.paint().apply(Tint.FAINT, cid + (again ? " (see above)" : "")));
      if (!again) {
        drawInputs(tree.inputs(), rest);
      }
    }

    private void drawInputs(List<ReceiptTree> inputs, String rest) {
      for (int i = 0; i < inputs.size(); i++) {
        boolean last = i == inputs.size() - 1;
        draw(
            inputs.get(i),
            rest + (unicode ? (last ? "└─ " : "├─ ") : (last ? "`- " : "|- ")),
            rest + (last ? "   " : (unicode ? "│  " : "|  ")));
      }
    }
  }

  private static String function(ReceiptTree tree) {
    return tree.instruction()
        .map(instruction ->
            instruction.input() instanceof MapNode input
                    && input.find("func").orElse(Node.NULL) instanceof Node.StringNode(var name)
                ? name
                : instruction.op())
        .orElse("?");
  }

  private static Answer.Fields answer(ReceiptTree tree, Set<Cid> seen) {
    var fields =
        Answer.fields()
            .put("receipt", tree.receipt().cid())
            .put("ran", tree.receipt().ran())
            .put("function", function(tree))
            .put("outcome", ReceiptShowCommand.outcome(tree.receipt().out()));
    if (seen.add(tree.receipt().cid())) {
      fields.put("inputs", Answer.items(tree.inputs().stream().map(t -> answer(t, seen)).toList()));
    }
    return fields.build();
  }
}
