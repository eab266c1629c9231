package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.node.RunResult;
import io.ipvm.node.TaskView;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What `run` says at the end: a sentence for people, a document for machines (docs/cli.md, "The
/// answer of run"; additive only).
record RunReport(RunResult result, Cid workflow, List<OutputFiles.Written> files, Duration took) {
  /// Version of the machine-readable form.
  static final int VERSION = 1;

  RunReport {
    files = List.copyOf(files);
  }

  Answer.Fields answer() {
    var fields =
        Answer.fields()
            .put("version", VERSION)
            .put("run", result.run().text())
            .put("workflow", workflow)
            .put("status", TaskSigns.word(result.status()).replace(' ', '-'))
            .put("tasks", Answer.items(result.tasks().stream().map(RunReport::task).toList()))
            .putIfPresent("output", result.output())
            .put("files", Answer.items(files.stream().map(RunReport::file).toList()));
    result
        .failure()
        .ifPresent(failure ->
            fields.put(
                "error",
                Answer.fields()
                    .put("title", failure.what())
                    .put("detail", failure.why())
                    .put("next", failure.advice())
                    .build()));
    return fields.build();
  }

  /// One task, in every command that shows tasks.
  static Answer.Fields task(TaskView task) {
    return Answer.fields()
        .put("label", task.label())
        .put("cid", task.instruction())
        .put("function", task.function())
        .putIfPresent("receipt", task.receipt())
        .put("outcome", outcome(task.state()))
        .put("replayed", task.state() == State.REPLAYED)
        .putIfPresent("millis", task.took().map(Duration::toMillis))
        .putIfPresent("error", task.error())
        .build();
  }

  /// `9 tasks: 3 executed, 6 replayed, 0 failed in 1.2 s; wrote out/sheet.png (812 kB); run
  /// 01J...`.
  String sentence(Path folder) {
    var text = new StringBuilder();
    text.append(Humane.count(result.tasks().size(), "task"))
        .append(": ")
        .append(count(State.EXECUTED))
        .append(" executed, ")
        .append(count(State.REPLAYED))
        .append(" replayed, ")
        .append(failed())
        .append(" failed");
    long rest = result.tasks().size() - count(State.EXECUTED) - count(State.REPLAYED) - failed();
    if (rest > 0) {
      text.append(", ").append(rest).append(" not finished");
    }
    text.append(" in ").append(Humane.duration(took));
    for (var file : files) {
      text.append("; wrote ")
          .append(near(file.path(), folder))
          .append(" (")
          .append(Humane.size(file.size()))
          .append(')');
    }
    return text.append("; run ").append(result.run()).toString();
  }

  /// A task that was stopped together with its run has not failed.
  private long failed() {
    boolean stopped = result.status() == RunStatus.INTERRUPTED;
    return count(State.FAILED) + (stopped ? 0 : count(State.ABORTED));
  }

  private long count(State state) {
    return result.tasks().stream().filter(task -> task.state() == state).count();
  }

  private static String outcome(State state) {
    return switch (state) {
      case EXECUTED, REPLAYED -> "ok";
      case FAILED -> "error";
      case WAITING, RUNNING, ABORTED, SKIPPED, IN_DOUBT ->
          state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  private static Answer.Fields file(OutputFiles.Written file) {
    return Answer.fields()
        .put("name", file.name())
        .put("path", file.path().toString())
        .put("bytes", file.size())
        .build();
  }

  private static Path near(Path file, Path folder) {
    return file.startsWith(folder) ? folder.relativize(file) : file;
  }
}
