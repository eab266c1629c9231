package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The run log of a store that may be written.
final class EmbeddedRunLog implements RunLog {
  private final Catalog catalog;
  private final LogWriter writer;
  private final Runnable appended;

  /// Two claims of one run must not take the same epoch.
  private final ReentrantLock claiming = new ReentrantLock();

  /// @param appended runs after every append
  EmbeddedRunLog(Catalog catalog, LogWriter writer, Runnable appended) {
    this.catalog = catalog;
    this.writer = writer;
    this.appended = appended;
  }

  @Override
  public long claim(RunId run) {
    claiming.lock();
    try {
      var state = catalog.pin(run);
      try {
        long epoch = state.epoch() + 1;
        append(state, List.of(new LogEntry.Claimed(run, epoch)), epoch - 1, false);
        state.own();
        return epoch;
      } finally {
        state.unpin();
      }
    } finally {
      claiming.unlock();
    }
  }

  @Override
  public void append(RunId run, long epoch, List<RunRecord> records, Durability durability) {
    var entries = new ArrayList<LogEntry>(records.size());
    records.forEach(record -> entries.add(new LogEntry.Happened(run, epoch, record)));
    var state = catalog.pin(run);
    try {
      Ownership.check(run, epoch, state.epoch());
      append(state, entries, epoch, durability == Durability.SYNC);
    } finally {
      state.unpin();
    }
    appended.run();
  }

  private void append(RunState state, List<LogEntry> entries, long epoch, boolean sync) {
    var bodies = new ArrayList<Bytes>(entries.size());
    entries.forEach(entry -> bodies.add(EntryCodec.encode(entry)));
    writer.append(
        bodies,
        sync,
        new LogWriter.Order() {
          @Override
          public void check() {
            // Again, now that nothing can come between: a claim may have while we waited for room.
            if (epoch != state.epoch()) {
              Ownership.check(state.id(), epoch, state.epoch());
            }
          }

          @Override
          public long previous() {
            return state.last();
          }

          @Override
          public void placed(int index, Frame frame) {
            var entry = entries.get(index);
            state.add(frame.position(), entry);
            catalog.add(frame, entry);
          }
        });
  }

  @Override
  public List<RunRecord> read(RunId run) {
    return catalog.read(run);
  }

  @Override
  public Optional<Receipt> findReceipt(Cid receipt) {
    return catalog.findReceipt(receipt);
  }

  @Override
  public List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
    return catalog.findReceipts(from, below, limit);
  }

  @Override
  public Optional<MemoEntry> findMemo(MemoKey key) {
    return catalog.findMemo(key);
  }

  @Override
  public List<RunSummary> findRuns(int limit) {
    return catalog.findRuns(limit);
  }

  @Override
  public Optional<RunSummary> findAlias(String alias) {
    return catalog.findAlias(alias);
  }

  @Override
  public Optional<RunSummary> findRun(String idOrAlias) {
    return catalog.findRun(idOrAlias);
  }
}
