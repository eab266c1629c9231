package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.util.List;

/// Rows that an index has to drop. A row that stays leads to a hole, which everybody understands:
/// this is about room, and about runs that are listed.
record Purge(List<RunId> runs, List<Receipt> receipts, List<Pack.Entry> blocks) {
  /// A receipt that was in the log at `position`, with the digests of its keys.
  record Receipt(Cid receipt, long position, List<Bytes> memos) {
    static Receipt of(long position, RunRecord.ReceiptIssued issued) {
      return new Receipt(
          issued.receipt().cid(),
          position,
          issued.memo().stream().map(MemoKeyCodec::digest).toList());
    }
  }

  static Purge ofRuns(List<RunId> runs) {
    return new Purge(runs, List.of(), List.of());
  }

  static Purge ofReceipts(List<Receipt> receipts) {
    return new Purge(List.of(), receipts, List.of());
  }

  static Purge ofBlocks(List<Pack.Entry> blocks) {
    return new Purge(List.of(), List.of(), blocks);
  }
}
