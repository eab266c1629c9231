package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.Cid;
import java.time.Instant;
import java.util.Map;

/// `ipvm cache pins`: what is kept whatever is cleaned up.
final class CachePinsCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Lists what is pinned, oldest pin first.").example("ipvm cache pins -o id");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var now = session.console().clock().instant();
    var pins =
        session.reader().store().pins().entrySet().stream()
            .sorted(
                Map.Entry.<Cid, Instant>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    session
        .printer()
        .list(
            new Listing<>(CachePinsCommand::answer, (Map.Entry<Cid, Instant> pin) -> id(pin))
                .column(Column.id("CID"), CachePinsCommand::id)
                .column(Column.fixed("PINNED"), pin -> Humane.ago(pin.getValue(), now)),
            pins);
    if (pins.isEmpty()) {
      session.messages().tell("nothing is pinned; ipvm cache pin CID pins something");
    }
    return ExitStatus.OK;
  }

  private static String id(Map.Entry<Cid, Instant> pin) {
    return pin.getKey().toString();
  }

  private static Answer answer(Map.Entry<Cid, Instant> pin) {
    return Answer.fields().put("cid", pin.getKey()).put("since", pin.getValue()).build();
  }
}
