package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunLog;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of every run: a pure function of its records, and of the documents they name.
final class History {
  private final RunLog log;
  private final Documents documents;

  History(RunLog log, Documents documents) {
    this.log = log;
    this.documents = documents;
  }

  Optional<RunView> find(String idOrAlias) {
    return log.findRun(idOrAlias).map(summary -> require(summary.id()));
  }

  RunView require(RunId id) {
    var summary =
        log.findRun(id.text())
            .orElseThrow(() -> new IpvmException(ErrorCode.NOT_FOUND, "there is no run " + id));
    var records = log.read(id);
    var board = new RunBoard(documents.load(accepted(records).bound()));
    var view = new Fold(board);
    records.forEach(view::apply);
    return new RunView(summary, board.views(), view.output, records);
  }

  static RunRecord.Accepted accepted(List<RunRecord> records) {
    return records.stream()
        .filter(RunRecord.Accepted.class::isInstance)
        .map(RunRecord.Accepted.class::cast)
        .findFirst()
        .orElseThrow(
            () -> new IpvmException(ErrorCode.CORRUPT, "a run has no record of its acceptance"));
  }

  /// How a run that is over ended.
  static RunResult result(RunView view) {
    var summary = view.summary();
    boolean completed = summary.status() == RunStatus.COMPLETED;
    return new RunResult(
        summary.id(),
        summary.status(),
        completed ? view.output() : Optional.empty(),
        completed ? Optional.empty() : view.output().map(History::failure),
        view.tasks());
  }

  private static RunResult.Failure failure(Node described) {
    return new RunResult.Failure(
        text(described, "what"), text(described, "why"), text(described, "advice"));
  }

  private static String text(Node described, String key) {
    return described instanceof MapNode map
            && map.find(key).orElse(Node.NULL) instanceof StringNode(var value)
        ? value
        : "";
  }

  /// Applies records to a board, oldest first.
  private static final class Fold {
    private final RunBoard board;
    private final Map<Cid, Task> tasks = new HashMap<>();
    private Optional<Node> output = Optional.empty();

    Fold(RunBoard board) {
      this.board = board;
      board.tasks().forEach(task -> tasks.put(task.instruction().cid(), task));
    }

    void apply(RunRecord record) {
      switch (record) {
        case RunRecord.TaskStarted started -> {
          var task = tasks.get(started.instruction());
          if (task != null) {
            board.started(task, started.at());
          }
        }
        case RunRecord.ReceiptIssued issued -> concluded(issued);
        case RunRecord.TaskReplayed replayed -> {
          var task = tasks.get(replayed.instruction());
          if (task != null) {
            board.ended(
                task, State.REPLAYED, Optional.of(replayed.receipt()), Optional.empty(), null);
          }
        }
        case RunRecord.TaskAborted aborted -> {
          var task = tasks.get(aborted.instruction());
          if (task != null) {
            board.ended(task, State.ABORTED, Optional.empty(), Optional.empty(), aborted.message());
          }
        }
        case RunRecord.TaskSkipped skipped -> {
          var task = tasks.get(skipped.instruction());
          if (task != null) {
            var because = board.label(skipped.because()).orElse(skipped.because().toString());
            board.ended(
                task, State.SKIPPED, Optional.empty(), Optional.empty(), "because of " + because);
          }
        }
        case RunRecord.Finished finished -> output = Optional.of(finished.output());
        case RunRecord.Accepted _,
            RunRecord.EffectIntended _,
            RunRecord.Interrupted _,
            RunRecord.Resumed _ -> {}
      }
    }

    private void concluded(RunRecord.ReceiptIssued issued) {
      var task = tasks.get(issued.instruction());
      if (task == null) {
        return;
      }
      switch (issued.receipt().out()) {
        case Outcome.Ok _ ->
            board.ended(
                task,
                State.EXECUTED,
                Optional.of(issued.receipt().cid()),
                Optional.of(issued.took()),
                null);
        case Outcome.Failed(var error) ->
            board.ended(
                task,
                State.FAILED,
                Optional.of(issued.receipt().cid()),
                Optional.of(issued.took()),
                Wording.reason(error));
      }
    }
  }
}
