package io.ipvm.cli;

import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.store.RunSummary;
import java.time.Duration;

/// `ipvm runs ls`: the newest runs.
final class RunsLsCommand implements Command {
  private static final int USUAL_LIMIT = 20;

  @Override
  public Syntax syntax() {
    return Syntax.of("Lists runs, newest first.")
        .option("--limit", "N", "at most that many; " + USUAL_LIMIT + " by default")
        .example("ipvm runs ls --limit 5")
        .example("ipvm runs ls -o jsonl | jq -r 'select(.status==\"failed\") | .run'");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var runs = session.reader().runs(arguments.count("--limit").orElse(USUAL_LIMIT));
    var now = session.console().clock().instant();
    var listing =
        new Listing<>(RunsLsCommand::answer, (RunSummary run) -> run.id().text())
            .column(Column.runId("RUN"), run -> run.id().text())
            .column(Column.text("NAME"), run -> run.alias().orElse(run.name()))
            .tinted(
                Column.fixed("STATUS"),
                run -> new Cell(TaskSigns.word(run.status()), TaskSigns.tint(run.status())))
            .column(Column.number("TASKS").dropped(), RunsLsCommand::counts)
            .column(Column.number("TOOK").dropped(), RunsLsCommand::took)
            .column(Column.fixed("STARTED").dropped(), run -> Humane.ago(run.accepted(), now))
            .wide(Column.fixed("WORKFLOW"), run -> run.workflow().toString());
    session.printer().list(listing, runs);
    if (runs.isEmpty()) {
      session.messages().tell("no runs yet; start one with: ipvm run FILE");
    }
    return ExitStatus.OK;
  }

  static Answer.Fields answer(RunSummary run) {
    return Answer.fields()
        .put("run", run.id().text())
        .putIfPresent("alias", run.alias())
        .put("name", run.name())
        .put("workflow", run.workflow())
        .put("status", TaskSigns.word(run.status()).replace(' ', '-'))
        .put("accepted", run.accepted())
        .putIfPresent("finished", run.finished())
        .put("tasks", run.counts().total())
        .put("executed", run.counts().executed())
        .put("replayed", run.counts().replayed())
        .put("failed", run.counts().failed())
        .build();
  }

  private static String counts(RunSummary run) {
    int done = run.counts().executed() + run.counts().replayed();
    return done + "/" + run.counts().total();
  }

  private static String took(RunSummary run) {
    return run.finished()
        .map(end -> Humane.duration(Duration.between(run.accepted(), end)))
        .orElse("-");
  }
}
