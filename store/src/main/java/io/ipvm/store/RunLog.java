package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.util.List;
import java.util.Optional;

/// The truth about every run: what happened, in order. The state of a run is a function of its
/// records.
public interface RunLog {
  /// Makes the caller the run's owner, also of a run that does not exist yet: appends with an
  /// earlier epoch are refused from now on.
  long claim(RunId run);

  /// Appends in order; the first record of a run is its [RunRecord.Accepted]. What was appended is
  /// seen by every read from now on. Returns when the records are durable (`SYNC`) or have their
  /// place in the log (`LATER`; the next `SYNC` of any run makes them durable too). An interrupt
  /// does not cut the wait short.
  ///
  /// @throws StoreException `STALE_OWNER` if `epoch` is not the run's newest
  void append(RunId run, long epoch, List<RunRecord> records, Durability durability);

  /// All records of the run, oldest first; empty if there is no such run.
  List<RunRecord> read(RunId run);

  /// The receipt with that CID, if it was issued here.
  Optional<Receipt> findReceipt(Cid receipt);

  /// The CIDs of receipts whose bytes are in a range, smallest first.
  ///
  /// @param below the first that is not meant
  List<Cid> findReceipts(Bytes from, Bytes below, int limit);

  /// The newest result under that key.
  Optional<MemoEntry> findMemo(MemoKey key);

  /// Newest first, at most `limit`.
  List<RunSummary> findRuns(int limit);

  /// The newest run that was given that alias.
  Optional<RunSummary> findAlias(String alias);

  /// The run with that id, alias (the newest that has it) or id prefix of at least 6 characters.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CONFLICT` if several runs begin with that prefix
  Optional<RunSummary> findRun(String idOrAlias);

  /// When an append is safe.
  enum Durability {
    SYNC,
    LATER
  }
}
