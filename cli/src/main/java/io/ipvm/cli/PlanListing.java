package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.node.Plan;

/// `run --dry-run`: what would be computed, and why.
final class PlanListing {
  private PlanListing() {}

  static ExitStatus print(Plan plan, Printer printer, Messages messages) {
    var listing =
        new Listing<>(PlanListing::answer, Plan.Step::label)
            .column(Column.text("TASK"), Plan.Step::label)
            .column(Column.text("FUNCTION").dropped(), Plan.Step::function)
            .tinted(Column.fixed("PLAN"), PlanListing::cell)
            .column(Column.text("WHY"), Plan.Step::reason)
            .wide(Column.id("INSTRUCTION"), step -> step.instruction().toString());
    printer.list(listing, plan.steps());
    long hits = plan.hits();
    messages.tell(
        Humane.count(plan.steps().size(), "task")
            + ": "
            + (plan.steps().size() - hits)
            + " to compute, "
            + hits
            + " to replay; nothing was run");
    return ExitStatus.OK;
  }

  private static Cell cell(Plan.Step step) {
    return step.receipt().isPresent()
        ? new Cell("replay", Tint.GOOD)
        : new Cell("compute", Tint.FRESH);
  }

  private static Answer answer(Plan.Step step) {
    return Answer.fields()
        .put("label", step.label())
        .put("cid", step.instruction())
        .put("function", step.function())
        .put("plan", step.receipt().isPresent() ? "hit" : "miss")
        .putIfPresent("receipt", step.receipt())
        .put("reason", step.reason())
        .build();
  }
}
