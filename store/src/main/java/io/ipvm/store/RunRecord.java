package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened to a run.
public sealed interface RunRecord {
  Instant at();

  /// The run exists. Its workflow, template and input are blocks, durable before this record is.
  ///
  /// @param workflow as compiled, before effects got the nonces of this run
  /// @param bound what runs: the workflow with those nonces; the same CID where there are none
  /// @param lineage the first run of the line; nonces of effects come from it
  /// @param tasks how many there are
  record Accepted(
      Instant at,
      Cid workflow,
      Cid bound,
      Optional<Cid> template,
      Optional<Cid> input,
      String name,
      Optional<String> alias,
      RunId lineage,
      Did caller,
      int tasks)
      implements RunRecord {}

  record TaskStarted(Instant at, Cid instruction, String label, int attempt, String engineProfile)
      implements RunRecord {}

  /// Durable before an effect is tried; without a receipt behind it the effect is in doubt.
  record EffectIntended(Instant at, Cid instruction, int attempt) implements RunRecord {}

  /// A result was computed here.
  ///
  /// @param memo the keys it may be found under; empty for what belongs to its run alone
  /// @param compatibility the Homestar receipt beside it, a block
  record ReceiptIssued(
      Instant at,
      Cid instruction,
      Receipt receipt,
      List<MemoKey> memo,
      Optional<Cid> compatibility,
      Duration took)
      implements RunRecord {
    public ReceiptIssued {
      memo = List.copyOf(memo);
    }
  }

  /// An earlier receipt answered the task.
  record TaskReplayed(Instant at, Cid instruction, Cid receipt) implements RunRecord {}

  /// An attempt ended without a result.
  record TaskAborted(Instant at, Cid instruction, String cause, String message)
      implements RunRecord {}

  /// A task that cannot run, because `because` did not give it what it awaits.
  record TaskSkipped(Instant at, Cid instruction, Cid because) implements RunRecord {}

  /// The process was asked to stop; the next run of the same document goes on from here.
  record Interrupted(Instant at, String reason) implements RunRecord {}

  record Resumed(Instant at, String host) implements RunRecord {}

  /// The end.
  ///
  /// @param output the run's output, or the description of its error
  record Finished(Instant at, RunStatus status, Node output) implements RunRecord {}
}
