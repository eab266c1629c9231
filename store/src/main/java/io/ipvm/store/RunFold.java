package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a list shows of a run, computed from its records in order: the state of a run is a function
/// of its records and of nothing else.
///
/// A resumed run goes over its tasks again and replays what was done before. Such a replay counts
/// nothing a second time: [#settled] remembers what was counted, [#recounted] what of it a resumed
/// run has not come across yet.
///
/// Not safe for threads; its owner guards it.
final class RunFold {
  private RunRecord.@Nullable Accepted accepted;
  private RunStatus status = RunStatus.RUNNING;
  private @Nullable Instant finished;
  private int executed;
  private int replayed;
  private int failed;
  private final List<Cid> settled = new ArrayList<>();
  private final Map<Cid, Integer> recounted = new HashMap<>();
  private final Set<Cid> aborted = new HashSet<>();

  void add(RunRecord record) {
    switch (record) {
      case RunRecord.Accepted it -> accepted = it;
      case RunRecord.ReceiptIssued it -> {
        if (settles(it.instruction())) {
          executed++;
          if (it.receipt().out() instanceof Outcome.Failed) {
            failed++;
          }
        }
      }
      case RunRecord.TaskReplayed it -> {
        if (settles(it.instruction())) {
          replayed++;
        }
      }
      case RunRecord.TaskAborted it -> aborted.add(it.instruction());
      case RunRecord.Interrupted _ -> status = RunStatus.INTERRUPTED;
      case RunRecord.Resumed _ -> {
        status = RunStatus.RUNNING;
        finished = null;
        recounted.clear();
        settled.forEach(instruction -> recounted.merge(instruction, 1, Integer::sum));
      }
      case RunRecord.Finished it -> {
        status = it.status();
        finished = it.at();
      }
      case RunRecord.TaskStarted _, RunRecord.EffectIntended _, RunRecord.TaskSkipped _ -> {}
    }
  }

  private boolean settles(Cid instruction) {
    aborted.remove(instruction);
    if (recounted.containsKey(instruction)) {
      recounted.computeIfPresent(instruction, (_, times) -> times == 1 ? null : times - 1);
      return false;
    }
    settled.add(instruction);
    return true;
  }

  /// Whether nothing more is expected to happen unless somebody resumes the run.
  boolean ended() {
    return status != RunStatus.RUNNING;
  }

  /// Empty until the run was accepted.
  Optional<RunSummary> summary(RunId id) {
    var start = accepted;
    if (start == null) {
      return Optional.empty();
    }
    return Optional.of(
        new RunSummary(
            id,
            start.alias(),
            start.name(),
            start.workflow(),
            status,
            start.at(),
            Optional.ofNullable(finished),
            new RunSummary.Counts(start.tasks(), executed, replayed, failed + aborted.size())));
  }
}
