package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// `ipvm workflow diff A B`: which tasks of B a node that ran A has to compute, and why.
final class WorkflowDiffCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Compares two workflows task by task: what B computes anew after A was run, and what"
                + " changed. The order of tasks, names of files and comments do not count.")
        .operand("FILE_A", "a workflow; - reads standard input")
        .operand("FILE_B", "the other")
        .option("--input", "JSON|@FILE", "bind that input, in both")
        .options("--set", "PATH=VALUE", "bind one value of the input, in both")
        .flag("--exit-code", "exit with 3 if they differ")
        .example("ipvm workflow diff old.yaml new.yaml")
        .example("ipvm workflow diff old.yaml new.yaml --exit-code --quiet");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var before = load(arguments, 0, session);
    var after = load(arguments, 1, session);
    var diff = TaskDifference.between(before, after);
    print(before, after, diff, session);
    long differing = diff.stream().filter(TaskDifference::differs).count();
    session
        .messages()
        .tell(
            differing == 0
                ? "the same tasks"
                : Humane.count(differing, "task") + " of " + diff.size() + " differ");
    return differing > 0 && arguments.flag("--exit-code") ? ExitStatus.MISMATCH : ExitStatus.OK;
  }

  private static Workflow load(Arguments arguments, int operand, Session session)
      throws IOException {
    var document = DocumentFile.load(arguments.operand(operand), session.console());
    var template = document.compile(session.dryNode(), session.messages());
    var input = RunInput.of(arguments, session.console());
    return document.require(template.bind(input), session.messages());
  }

  private static void print(
      Workflow before, Workflow after, List<TaskDifference> diff, Session session) {
    var printer = session.printer();
    var listing =
        new Listing<>(WorkflowDiffCommand::answer, TaskDifference::label)
            .tinted(Column.fixed("CHANGE"), WorkflowDiffCommand::change)
            .column(Column.text("TASK"), TaskDifference::label)
            .column(Column.text("WHAT"), row -> String.join(", ", row.what()));
    switch (printer.format()) {
      case TABLE, ID ->
          printer.list(listing, diff.stream().filter(TaskDifference::differs).toList());
      case WIDE, JSONL -> printer.list(listing, diff);
      case JSON, YAML, DAG_JSON ->
          printer.structured(
              Answer.fields()
                  .put("before", before.cid())
                  .put("after", after.cid())
                  .put("same", diff.stream().noneMatch(TaskDifference::differs))
                  .put(
                      "tasks",
                      Answer.items(diff.stream().map(WorkflowDiffCommand::answer).toList()))
                  .build());
    }
  }

  private static Cell change(TaskDifference row) {
    return switch (row.change()) {
      case SAME -> new Cell("same", Tint.FAINT);
      case POLICY -> new Cell("policy", Tint.NONE);
      case CHANGED -> new Cell("changed", Tint.WARNING);
      case AFFECTED -> new Cell("affected", Tint.WARNING);
      case ADDED -> new Cell("added", Tint.GOOD);
      case REMOVED -> new Cell("removed", Tint.BAD);
    };
  }

  private static Answer.Fields answer(TaskDifference row) {
    return Answer.fields()
        .put("label", row.label())
        .put("change", row.change().name().toLowerCase(Locale.ROOT))
        .put("what", Answer.texts(row.what()))
        .putIfPresent("before", row.before())
        .putIfPresent("after", row.after())
        .build();
  }
}
