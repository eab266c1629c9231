package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.store.Inspection.Damage;
import io.ipvm.workflow.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares an index with the log and the packs it was made of. A damaged row is told from a good
/// one by what it leads to, when somebody follows it; a row that is missing, or whose key is
/// damaged, only by this: the log says what has to be there.
final class IndexInspection {
  private static final String ADVICE = "ipvm store rebuild makes it again from the log";

  private final DataFolder folder;
  private final Inspection.Tally tally;

  IndexInspection(DataFolder folder, Inspection.Tally tally) {
    this.folder = folder;
    this.tally = tally;
  }

  /// The log and the packs are known to be whole.
  void run() throws IOException {
    if (!Files.exists(folder.index())) {
      return;
    }
    try (var index = SqliteIndex.openReadOnly(new SqliteDatabase(folder.index(), true))) {
      var broken = index.integrity();
      if (broken.isPresent()) {
        damaged(broken.get());
        return;
      }
      compare(index);
    } catch (StoreException e) {
      switch (e.kind()) {
        case CORRUPT -> damaged(String.valueOf(e.getMessage()));
        default -> throw e;
      }
    }
  }

  private void compare(SqliteIndex index) throws IOException {
    var log = new FromLog(index.position());
    LogWalk.over(Segment.list(folder.log()), log::add);
    log.receipts.forEach((cid, position) -> {
      if (index.findReceipt(cid).orElse(-1) != position) {
        damaged("it does not know where receipt " + cid + " is");
      }
    });
    log.memos.forEach((key, position) -> {
      if (!log.forgotten.covers(position) && index.findMemo(key).orElse(-1) != position) {
        damaged("it does not know where the result of " + key.instruction() + " is");
      }
    });
    if (!index.names().equals(log.names)) {
      damaged("it has other names than the log");
    }
    if (!index.pins().equals(log.pins)) {
      damaged("it has other pins than the log");
    }
    log.facts.forEach((key, value) -> {
      if (!index.findFact(key).equals(value)) {
        damaged("it has another fact in space '" + key.space() + "' than the log");
      }
    });
    runs(index, log.runs);
    blocks(index);
  }

  private void runs(SqliteIndex index, Map<RunId, RunState> runs) {
    runs.forEach((run, state) -> {
      var row = state.row();
      // One that has no beginning is left of a cleaning up, and is listed nowhere.
      if (row.isPresent() && !findRow(index, run).equals(row)) {
        damaged("it says of run " + run + " what the log does not");
      }
    });
  }

  private static Optional<RunState.Row> findRow(SqliteIndex index, RunId run) {
    return index.findRuns(run.text()).stream()
        .filter(row -> row.summary().id().equals(run))
        .findFirst();
  }

  private void blocks(SqliteIndex index) throws IOException {
    var end = index.packs();
    for (var pack : Pack.list(folder.packs())) {
      if (pack.number() <= end.pack()) {
        PackWalk.over(
            pack,
            entry -> {
              if (entry.location().isBefore(end) && index.findBlock(entry.cid()).isEmpty()) {
                damaged("it does not know where block " + entry.cid() + " is");
              }
            });
      }
    }
  }

  private void damaged(String what) {
    tally.damaged(new Damage(folder.index(), 0, what, ADVICE));
  }

  /// What an index that reaches to log position `end` has to say.
  private static final class FromLog {
    private final long end;
    private final Map<Cid, Long> receipts = new HashMap<>();
    private final Map<MemoKey, Long> memos = new HashMap<>();
    private final Map<String, Cid> names = new HashMap<>();
    private final Map<Cid, Instant> pins = new HashMap<>();
    private final Map<Fact.Key, Optional<Bytes>> facts = new HashMap<>();
    private final Map<RunId, RunState> runs = new HashMap<>();
    private LogEntry.Forgotten forgotten = new LogEntry.Forgotten(0, List.of());

    FromLog(long end) {
      this.end = end;
    }

    void add(Frame frame, LogEntry entry) {
      if (frame.position() >= end) {
        return;
      }
      switch (entry) {
        case LogEntry.Happened(var run, _, var record) -> {
          state(run).add(frame.position(), entry);
          if (record instanceof RunRecord.ReceiptIssued issued) {
            receipts.put(issued.receipt().cid(), frame.position());
            issued.memo().forEach(key -> memos.put(key, frame.position()));
          }
        }
        case LogEntry.Claimed(var run, _) -> state(run).add(frame.position(), entry);
        case LogEntry.Named(var name, var cid) -> names.put(name, cid);
        case LogEntry.Pinned(var cid, var at) -> pins.put(cid, at);
        case LogEntry.Unpinned(var cid) -> pins.remove(cid);
        case LogEntry.Noted(var noted) ->
            noted.forEach(fact -> facts.put(fact.place(), fact.value()));
        case LogEntry.Forgotten it -> forgotten = it;
        case LogEntry.Synced _ -> {}
      }
    }

    private RunState state(RunId run) {
      return runs.computeIfAbsent(run, RunState::new);
    }
  }
}
