package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.Cid;
import io.ipvm.node.RunView;
import io.ipvm.store.RunRecord;
import io.ipvm.ucan.Outcome;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// `ipvm runs logs RUN`: the records of the run, oldest first.
final class RunsLogsCommand implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  @Override
  public Syntax syntax() {
    return Syntax.of("Prints what happened in a run, in order.")
        .optionalOperand("RUN", Lookup.RUN)
        .example("ipvm runs logs order-7 -o jsonl");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var run = Lookup.run(session.reader(), arguments.findOperand(0));
    var labels = labels(run);
    var lines = run.records().stream().map(record -> line(record, labels)).toList();
    var zone = ZoneId.systemDefault();
    var listing =
        new Listing<>(RunsLogsCommand::answer, Line::event)
            .column(Column.fixed("TIME"), line -> TIME.format(line.record().at().atZone(zone)))
            .column(Column.fixed("EVENT"), Line::event)
            .column(Column.text("TASK"), Line::label)
            .column(Column.text("DETAIL"), Line::detail);
    session.printer().list(listing, lines);
    return ExitStatus.OK;
  }

  private record Line(RunRecord record, String event, String label, String detail) {}

  private static Map<Cid, String> labels(RunView run) {
    var labels = new HashMap<Cid, String>();
    run.tasks().forEach(task -> labels.put(task.instruction(), task.label()));
    return labels;
  }

  private static Line line(RunRecord record, Map<Cid, String> labels) {
    return switch (record) {
      case RunRecord.Accepted r ->
          new Line(r, "accepted", "", Humane.count(r.tasks(), "task") + " of " + r.workflow());
      case RunRecord.TaskStarted r ->
          new Line(r, "started", r.label(), "attempt " + r.attempt() + " on " + r.engineProfile());
      case RunRecord.EffectIntended r ->
          new Line(r, "effect intended", label(r.instruction(), labels), "attempt " + r.attempt());
      case RunRecord.ReceiptIssued r ->
          new Line(
              r,
              TaskSigns.word(RunBoard.finished(r.receipt().out(), false)),
              label(r.instruction(), labels),
              "receipt " + r.receipt().cid() + " after " + Humane.duration(r.took()) + error(r));
      case RunRecord.TaskReplayed r ->
          new Line(r, "replayed", label(r.instruction(), labels), "receipt " + r.receipt());
      case RunRecord.TaskAborted r ->
          new Line(r, "aborted", label(r.instruction(), labels), r.cause() + ": " + r.message());
      case RunRecord.TaskSkipped r ->
          new Line(
              r, "skipped", label(r.instruction(), labels), "awaits " + label(r.because(), labels));
      case RunRecord.Interrupted r -> new Line(r, "interrupted", "", r.reason());
      case RunRecord.Resumed r -> new Line(r, "resumed", "", "by " + r.host());
      case RunRecord.Finished r -> new Line(r, "finished", "", TaskSigns.word(r.status()));
    };
  }

  private static String error(RunRecord.ReceiptIssued issued) {
    return switch (issued.receipt().out()) {
      case Outcome.Ok _ -> "";
      case Outcome.Failed(var value) -> ", error " + JsonText.line(Answer.of(value));
    };
  }

  private static String label(Cid instruction, Map<Cid, String> labels) {
    return labels.getOrDefault(instruction, instruction.toString());
  }

  private static Answer answer(Line line) {
    return Answer.fields()
        .put("at", line.record().at())
        .put("event", line.event())
        .put("label", line.label())
        .put("detail", line.detail())
        .build();
  }
}
