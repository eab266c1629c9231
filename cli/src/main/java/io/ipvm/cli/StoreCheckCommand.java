package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.store.Footprint;
import io.ipvm.store.Inspection;
import io.ipvm.store.Inspection.Damage;

/// `ipvm store check`: reads everything that is stored, and says what is not as it was written.
final class StoreCheckCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Reads every record and every block, also of a store in use, and lists what is damaged."
                + " Exits with 10 if something is.")
        .optionalOperand("DIR", "a data directory or a backup; without it, this node's")
        .example("ipvm store check")
        .example("ipvm store check /backup/ipvm -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var folder = StoreFolders.operandOr(arguments, 0, session);
    if (Footprint.of(folder).segments() == 0) {
      throw new Failure(
          ExitStatus.NOT_FOUND,
          "there is no store to read",
          folder + " has no log",
          "name a data directory or a backup: ipvm store check DIR");
    }
    Inspection found;
    try (var progress = ScanProgress.on(session, "reading the store")) {
      found = Inspection.of(folder, progress);
    }
    var listing =
        new Listing<>(StoreCheckCommand::answer, (Damage damage) -> damage.file().toString())
            .column(Column.text("FILE"), damage -> damage.file().toString())
            .column(Column.fixed("BYTE"), damage -> Long.toString(damage.offset()))
            .column(Column.text("DAMAGE"), Damage::what)
            .column(Column.text("WHAT TO DO"), Damage::advice);
    session.printer().list(listing, found.damages());
    session
        .messages()
        .tell(
            Humane.count(found.records(), "record")
                + " and "
                + Humane.count(found.blocks(), "block")
                + " are as they were written, "
                + Humane.size(found.bytes())
                + " read; "
                + Humane.count(found.damages().size(), "damaged place"));
    return found.damages().isEmpty() ? ExitStatus.OK : ExitStatus.STORE_CORRUPT;
  }

  private static Answer answer(Damage damage) {
    return Answer.fields()
        .put("file", damage.file().toString())
        .put("byte", damage.offset())
        .put("damage", damage.what())
        .put("advice", damage.advice())
        .build();
  }
}
