package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.Cid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `ipvm fn ls`: the registered modules.
final class FnLsCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Lists the modules that were registered with fn add.").example("ipvm fn ls");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var names = new TreeMap<>(session.reader().store().names());
    var listing =
        new Listing<>(FnLsCommand::answer, Map.Entry<String, Cid>::getKey)
            .column(Column.text("NAME"), Map.Entry::getKey)
            .column(Column.id("MODULE"), entry -> entry.getValue().toString());
    session.printer().list(listing, List.copyOf(names.entrySet()));
    if (names.isEmpty()) {
      session.messages().tell("no modules yet; add one with: ipvm fn add NAME FILE.wasm");
    }
    return ExitStatus.OK;
  }

  private static Answer answer(Map.Entry<String, Cid> entry) {
    return Answer.fields().put("name", entry.getKey()).put("module", entry.getValue()).build();
  }
}
