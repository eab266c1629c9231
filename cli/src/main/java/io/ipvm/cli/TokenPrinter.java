package io.ipvm.cli;

import io.ipvm.ipld.Node;
import java.util.List;

/// Prints tokens that were looked at: as a drawing for people, a list for machines.
final class TokenPrinter {
  private TokenPrinter() {}

  static void print(List<TokenView> views, Session session) {
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> printer.lines(drawing(views, session));
      case DAG_JSON -> {
        var whole = views.stream().flatMap(view -> view.whole().stream()).toList();
        printer.structured(Answer.of(whole.size() == 1 ? whole.getFirst() : Node.list(whole)));
      }
      case JSON, JSONL, YAML, ID ->
          printer.list(
              new Listing<>(TokenView::answer, (TokenView view) -> Whom.token(view.cid())), views);
    }
  }

  private static List<String> drawing(List<TokenView> views, Session session) {
    var terminal = session.console().terminal();
    var printer = session.printer();
    return new TokenDrawing(printer.width(), terminal.unicode() || !terminal.out(), printer.paint())
        .whole(views);
  }
}
