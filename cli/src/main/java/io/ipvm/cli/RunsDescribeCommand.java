package io.ipvm.cli;

import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.node.RunView;
import io.ipvm.node.TaskView;
import java.util.Optional;

/// `ipvm runs describe RUN`: one run and its tasks.
final class RunsDescribeCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows one run and its tasks.")
        .optionalOperand("RUN", Lookup.RUN)
        .example("ipvm runs describe order-7 -o wide");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var run = Lookup.run(session.reader(), arguments.findOperand(0));
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        printer.fields(RunsLsCommand.answer(run.summary()), run.summary().id().text());
        printer.text("");
        printer.list(tasks(), run.tasks());
        tellErrors(run, printer);
      }
      case ID -> printer.text(run.summary().id().text());
      case JSON, JSONL, YAML, DAG_JSON -> printer.structured(answer(run));
    }
    return ExitStatus.OK;
  }

  static Listing<TaskView> tasks() {
    return new Listing<>(RunReport::task, TaskView::label)
        .column(Column.text("TASK"), TaskView::label)
        .tinted(
            Column.fixed("STATE"),
            task -> new Cell(TaskSigns.word(task.state()), TaskSigns.tint(task.state())))
        .column(Column.number("TOOK"), task -> task.took().map(Humane::duration).orElse("-"))
        .column(Column.text("FUNCTION").dropped(), TaskView::function)
        .column(
            Column.fixed("RECEIPT").dropped(),
            task -> task.receipt().map(Object::toString).orElse("-"))
        .wide(Column.fixed("INSTRUCTION"), task -> task.instruction().toString());
  }

  private static void tellErrors(RunView run, Printer printer) {
    for (var task : run.tasks()) {
      Optional<String> error = task.error();
      if (error.isPresent()) {
        printer.text("");
        printer.lines(Text.visibleLines(task.label() + ": " + error.get()));
      }
    }
  }

  private static Answer.Fields answer(RunView run) {
    return Answer.fields()
        .put("summary", RunsLsCommand.answer(run.summary()))
        .put("tasks", Answer.items(run.tasks().stream().map(RunReport::task).toList()))
        .putIfPresent("output", run.output())
        .build();
  }
}
