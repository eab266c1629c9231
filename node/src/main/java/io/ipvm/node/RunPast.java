package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.store.MemoEntry;
import io.ipvm.store.RunRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What earlier attempts at a run left in the log.
final class RunPast {
  static final RunPast NONE = new RunPast(List.of());

  private final Map<Cid, MemoEntry> receipts = new HashMap<>();
  private final Set<Cid> intended = new HashSet<>();

  RunPast(List<RunRecord> records) {
    for (var record : records) {
      switch (record) {
        case RunRecord.ReceiptIssued issued ->
            receipts.put(
                issued.instruction(), new MemoEntry(issued.receipt(), issued.compatibility()));
        case RunRecord.EffectIntended effect -> intended.add(effect.instruction());
        case RunRecord.Accepted _,
            RunRecord.TaskStarted _,
            RunRecord.TaskReplayed _,
            RunRecord.TaskAborted _,
            RunRecord.TaskSkipped _,
            RunRecord.Interrupted _,
            RunRecord.Resumed _,
            RunRecord.Finished _ -> {}
      }
    }
  }

  Optional<MemoEntry> findReceipt(Cid instruction) {
    return Optional.ofNullable(receipts.get(instruction));
  }

  /// Whether the effect was begun; without a receipt nobody knows how it ended.
  boolean wasIntended(Cid instruction) {
    return intended.contains(instruction) && !receipts.containsKey(instruction);
  }
}
