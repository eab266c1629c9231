package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.util.List;
import java.util.Optional;

/// The truth about every run: what happened, in order. The state of a run is a function of its
/// records.
public interface RunLog {
  /// Makes the caller the run's owner: appends with a smaller epoch are refused from now on.
  long claim(RunId run);

  /// Appends in order. Returns when the records are durable (`SYNC`) or written (`LATER`; a later
  /// `SYNC` of any run makes them durable too).
  ///
  /// @throws StoreException `CONFLICT` if `epoch` is not the run's newest
  void append(RunId run, long epoch, List<RunRecord> records, Durability durability);

  /// All records of the run, oldest first; empty if there is no such run.
  List<RunRecord> read(RunId run);

  Optional<Receipt> findReceipt(Cid receipt);

  /// The newest result under that key.
  Optional<MemoEntry> findMemo(MemoKey key);

  /// Newest first, at most `limit`.
  List<RunSummary> findRuns(int limit);

  /// The run with that id, id prefix (at least 6 characters, unique) or alias.
  Optional<RunSummary> findRun(String idOrAlias);

  /// When an append is safe.
  enum Durability {
    SYNC,
    LATER
  }
}
