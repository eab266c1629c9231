package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Compares an index with the log it was made of, frame by frame in the order of the log. Memory
/// holds the runs that have not ended yet, names and pins, and nothing that grows with the number
/// of receipts.
///
/// *Receipts and keys.* The index knows the newest place of each. So a frame is known if the index
/// leads to it, or to one further on that says the same; that one is compared when its turn comes.
/// *Facts.* The last one about a key has to agree, so only those are remembered that did not yet.
/// *Runs.* A row is compared when its run ends, and again if it went on afterwards. *What was
/// forgotten* is known at the end of the log only, so it has to be told: [#forgotten] of an earlier
/// comparison.
///
/// Another process may move the index on meanwhile: what lies behind [#end] is not compared, and a
/// place there is as good as any.
final class IndexComparison {
  private final SqliteIndex index;
  private final LogReader log;
  private final RunChain chain;
  private final List<LogEntry.Forgotten> known;
  private final Consumer<String> damaged;
  private final long end;

  private final Map<String, Cid> names = new HashMap<>();
  private final Map<Cid, Instant> pins = new HashMap<>();
  private final Set<Fact.Key> otherFacts = new HashSet<>();
  private final List<LogEntry.Forgotten> forgotten = new ArrayList<>();
  private final Map<RunId, RunState> runs = new HashMap<>();

  /// Left of a cleaning up: their beginning is gone, and they are listed nowhere.
  private final Set<RunId> remains = new HashSet<>();

  /// @param known which results were forgotten, as far as that is known
  /// @param damaged hears what does not agree
  IndexComparison(
      SqliteIndex index, LogReader log, List<LogEntry.Forgotten> known, Consumer<String> damaged) {
    this.index = index;
    this.log = log;
    chain = new RunChain(log);
    this.known = known;
    this.damaged = damaged;
    end = index.position();
  }

  void add(Frame frame, LogEntry entry) {
    if (frame.position() >= end) {
      return;
    }
    switch (entry) {
      case LogEntry.Happened(var run, _, var record) -> {
        if (record instanceof RunRecord.ReceiptIssued issued) {
          receipt(issued, frame.position());
        }
        run(run, frame, entry);
      }
      case LogEntry.Claimed(var run, _) -> run(run, frame, entry);
      case LogEntry.Named(var name, var cid) -> names.put(name, cid);
      case LogEntry.Pinned(var cid, var at) -> pins.put(cid, at);
      case LogEntry.Unpinned(var cid) -> pins.remove(cid);
      case LogEntry.Noted(var noted) -> noted.forEach(this::fact);
      case LogEntry.Forgotten it -> forgotten.add(it);
      case LogEntry.Synced _ -> {}
    }
  }

  /// What the log said of forgotten results.
  List<LogEntry.Forgotten> forgotten() {
    return forgotten;
  }

  private void receipt(RunRecord.ReceiptIssued issued, long position) {
    var receipt = issued.receipt().cid();
    if (!leads(index.findReceipt(receipt), position, it -> it.receipt().cid().equals(receipt))) {
      damaged.accept("it does not know where receipt " + receipt + " is");
    }
    if (known.stream().anyMatch(it -> it.covers(position))) {
      return;
    }
    for (var key : issued.memo()) {
      if (!leads(index.findMemo(key), position, it -> it.memo().contains(key))) {
        damaged.accept("it does not know where the result of " + key.instruction() + " is");
      }
    }
  }

  /// The newest value counts, so what differs here may agree further on.
  private void fact(Fact fact) {
    if (index.findFact(fact.place()).equals(fact.value())) {
      otherFacts.remove(fact.place());
    } else {
      otherFacts.add(fact.place());
    }
  }

  /// Whether `place` is `position`, or one behind it where the same was written again.
  private boolean leads(
      OptionalLong place, long position, Predicate<RunRecord.ReceiptIssued> same) {
    if (place.isEmpty() || place.getAsLong() < position) {
      return false;
    }
    return place.getAsLong() == position || find(place.getAsLong()).filter(same).isPresent();
  }

  private Optional<RunRecord.ReceiptIssued> find(long position) {
    try {
      return log.find(position)
          .filter(frame -> frame.position() == position)
          .map(EntryCodec::read)
          .flatMap(entry ->
              entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued)
                  ? Optional.of(issued)
                  : Optional.empty());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return Optional.empty(); // the log is whole, so no frame begins there
    }
  }

  private void run(RunId run, Frame frame, LogEntry entry) {
    if (remains.contains(run)) {
      return;
    }
    var state = runs.get(run);
    if (state == null) {
      state = frame.previous() == 0 ? new RunState(run) : chain.state(run, frame.previous());
      runs.put(run, state);
    }
    state.add(frame.position(), entry);
    if (entry instanceof LogEntry.Happened && state.row().isEmpty()) {
      remains.add(run);
      runs.remove(run);
    } else if (state.ended() && isRight(state)) {
      runs.remove(run);
    }
  }

  private boolean isRight(RunState state) {
    var row = state.row();
    var found =
        index.findRuns(state.id().text()).stream()
            .filter(it -> it.summary().id().equals(state.id()))
            .findFirst();
    return row.isEmpty() || found.equals(row) || found.filter(this::wentOn).isPresent();
  }

  /// Whether another process moved the index on since, and what it says of the run is so.
  private boolean wentOn(RunState.Row row) {
    try {
      return row.last() >= end
          && chain.state(row.summary().id(), row.last()).row().equals(Optional.of(row));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return false;
    }
  }

  /// Compares what only the whole log tells.
  void finish() {
    for (var state : runs.values()) {
      if (!isRight(state)) {
        damaged.accept("it says of run " + state.id() + " what the log does not");
      }
    }
    for (var key : otherFacts) {
      damaged.accept("it has another fact in space '" + key.space() + "' than the log");
    }
    if (!index.names().equals(names)) {
      damaged.accept("it has other names than the log");
    }
    if (!index.pins().equals(pins)) {
      damaged.accept("it has other pins than the log");
    }
  }
}
