package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.store.Retention;
import io.ipvm.store.RunSummary;
import io.ipvm.store.Sweep;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// `ipvm store gc`: shows what nothing that is kept leads to, and takes it away.
final class StoreGcCommand implements Command {
  private static final int USUAL_DAYS = (int) Retention.USUAL.age().toDays();

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows which runs are old, and which receipts and blocks no other run, no name and no"
                + " pin leads to; with --apply takes them away. Runs that have not ended stay.")
        .option("--keep", "TIME", "keep what is younger; " + USUAL_DAYS + "d by default")
        .option(
            "--keep-runs",
            "N",
            "keep the newest N runs, however old; " + Retention.USUAL.runs() + " by default")
        .flag("--apply", "do it; needs the data directory for itself")
        .example("ipvm store gc")
        .example("ipvm store gc --keep 7d --keep-runs 10 --apply");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var policy =
        new Retention(
            arguments.duration("--keep").orElse(Retention.USUAL.age()),
            arguments.countOrNone("--keep-runs").orElse(Retention.USUAL.runs()));
    var root = session.dataDirectory().root();
    var clock = session.console().clock().withZone(ZoneOffset.UTC);
    boolean apply = arguments.flag("--apply");
    Sweep sweep;
    try (var progress = ScanProgress.on(session, "reading the store")) {
      sweep =
          apply
              ? Sweep.apply(root, policy, clock, progress)
              : Sweep.plan(root, policy, clock, progress);
    }
    session.printer().list(listing(), rows(sweep));
    session.messages().tell(summary(sweep, apply));
    return ExitStatus.OK;
  }

  private static String summary(Sweep sweep, boolean applied) {
    var what =
        Humane.count(sweep.runs().size(), "run")
            + " with "
            + Humane.count(sweep.receipts(), "receipt")
            + " ("
            + Humane.size(sweep.logBytes())
            + ") and "
            + Humane.count(sweep.blocks().size(), "block")
            + " ("
            + Humane.size(sweep.blockBytes())
            + ")";
    if (applied) {
      return what + " are gone, the store is " + Humane.size(sweep.freed()) + " smaller";
    }
    return what + " would go; --apply does it";
  }

  /// A run or a block that goes.
  private sealed interface Row {
    record Run(RunSummary summary) implements Row {}

    record Block(Sweep.Dead dead) implements Row {}
  }

  private static List<Row> rows(Sweep sweep) {
    var rows = new ArrayList<Row>();
    sweep.runs().forEach(run -> rows.add(new Row.Run(run)));
    sweep.blocks().forEach(block -> rows.add(new Row.Block(block)));
    return rows;
  }

  private static Listing<Row> listing() {
    return new Listing<>(StoreGcCommand::answer, StoreGcCommand::id)
        .column(Column.fixed("WHAT"), StoreGcCommand::kind)
        .column(Column.id("ID"), StoreGcCommand::id)
        .column(Column.fixed("SIZE"), StoreGcCommand::size)
        .column(Column.text("NAME"), StoreGcCommand::name);
  }

  private static String kind(Row row) {
    return switch (row) {
      case Row.Run _ -> "run";
      case Row.Block _ -> "block";
    };
  }

  private static String id(Row row) {
    return switch (row) {
      case Row.Run(var run) -> run.id().text();
      case Row.Block(var block) -> block.cid().toString();
    };
  }

  private static String size(Row row) {
    return switch (row) {
      case Row.Run _ -> "";
      case Row.Block(var block) -> Humane.size(block.size());
    };
  }

  private static String name(Row row) {
    return switch (row) {
      case Row.Run(var run) -> run.name();
      case Row.Block _ -> "";
    };
  }

  private static Answer answer(Row row) {
    var fields = Answer.fields().put("what", kind(row)).put("id", id(row));
    return switch (row) {
      case Row.Run(var run) ->
          fields.put("name", run.name()).put("accepted", run.accepted()).build();
      case Row.Block(var block) -> fields.put("bytes", block.size()).build();
    };
  }
}
