package io.ipvm.cli;

import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunView;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipvm receipt ls`: the receipts this node issued, those of its newest runs first.
final class ReceiptLsCommand implements Command {
  private static final int USUAL_LIMIT = 20;

  /// Runs that are looked through: what replays everything issues no receipt.
  private static final int MOST_RUNS = 1000;

  @Override
  public Syntax syntax() {
    return Syntax.of("Lists the receipts that runs of this node issued, newest run first.")
        .option("--run", "RUN", "of that run alone, also those it replayed")
        .option("--limit", "N", "at most that many; " + USUAL_LIMIT + " by default")
        .flag("--failed", "only receipts of errors")
        .example("ipvm receipt ls --failed")
        .example("ipvm receipt ls --run order-7 -o id");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.reader();
    int limit = arguments.count("--limit").orElse(USUAL_LIMIT);
    boolean failed = arguments.flag("--failed");
    var named = arguments.option("--run");
    var rows =
        named.isPresent()
            ? rows(Lookup.run(node, named), true, failed).stream().limit(limit).toList()
            : newest(node, limit, failed);
    session.printer().list(listing(), rows);
    if (rows.isEmpty()) {
      session.messages().tell("no such receipts; a run issues one for each task");
    }
    return ExitStatus.OK;
  }

  /// A receipt and the task it is of.
  record Row(RunSummary run, TaskView task) {
    String receipt() {
      return task.receipt().orElseThrow().toString();
    }
  }

  /// The receipts issued by the newest runs, at most `limit`.
  static List<Row> newest(Ipvm node, int limit, boolean failed) {
    var rows = new ArrayList<Row>();
    for (var run : node.runs(MOST_RUNS)) {
      node.findRun(run.id().text()).ifPresent(view -> rows.addAll(rows(view, false, failed)));
      if (rows.size() >= limit) {
        break;
      }
    }
    return rows.stream().limit(limit).toList();
  }

  private static List<Row> rows(RunView run, boolean replayed, boolean failed) {
    return run.tasks().stream()
        .filter(task -> task.receipt().isPresent())
        .filter(task -> replayed || task.state() != State.REPLAYED)
        .filter(task -> !failed || task.state() == State.FAILED)
        .map(task -> new Row(run.summary(), task))
        .toList();
  }

  private static Listing<Row> listing() {
    return new Listing<>(ReceiptLsCommand::answer, Row::receipt)
        .column(Column.id("RECEIPT"), Row::receipt)
        .column(Column.text("TASK"), row -> row.task().label())
        .tinted(
            Column.fixed("STATE"),
            row -> new Cell(TaskSigns.word(row.task().state()), TaskSigns.tint(row.task().state())))
        .column(Column.text("FUNCTION").dropped(), row -> row.task().function())
        .column(Column.runId("RUN").dropped(), row -> row.run().id().text())
        .wide(Column.fixed("RAN"), row -> row.task().instruction().toString());
  }

  private static Answer.Fields answer(Row row) {
    return Answer.fields()
        .put("receipt", row.receipt())
        .put("ran", row.task().instruction())
        .put("run", row.run().id().text())
        .put("label", row.task().label())
        .put("function", row.task().function())
        .put("state", row.task().state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .build();
  }
}
