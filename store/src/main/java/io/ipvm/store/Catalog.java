package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Answers every question about the log: from memory for its newest part, from the index on disk
/// for the rest, and from the log itself for what the record says.
final class Catalog {
  private static final int MAX_NAME = 255;
  private static final Bytes ZERO = Bytes.owned(new byte[1]);
  private static final Comparator<Cid> BY_BYTES = Comparator.comparing(Cid::bytes);

  private final RecentIndex recent = new RecentIndex();
  private final ReceiptCache cache = new ReceiptCache();
  private final LogReader log;
  private final RunChain chain;
  private final RunStates states;

  // Replaced by the indexer when it makes the first one; until then nothing was taken out of
  // `recent`.
  private volatile Index index;

  // Set before the store is handed out.
  private volatile LongConsumer written = _ -> {};

  Catalog(LogReader log, Index index) {
    this.log = log;
    this.index = index;
    chain = new RunChain(log);
    states = new RunStates(chain);
  }

  RecentIndex recent() {
    return recent;
  }

  Index index() {
    return index;
  }

  /// @param wait returns when the frame at a position can be read from the file
  void waitWith(LongConsumer wait) {
    written = wait;
  }

  /// Takes up a frame found in the log while the store opens.
  LogEntry replay(Frame frame) {
    var entry = EntryCodec.read(frame);
    recent.add(frame.position(), entry);
    switch (entry) {
      case LogEntry.Claimed claimed -> states.replay(claimed.run(), frame, entry);
      case LogEntry.Happened happened -> states.replay(happened.run(), frame, entry);
      case LogEntry.Named _,
          LogEntry.Pinned _,
          LogEntry.Unpinned _,
          LogEntry.Noted _,
          LogEntry.Forgotten _,
          LogEntry.Synced _ -> {}
    }
    return entry;
  }

  /// Takes up what this process appends; called under the lock of [LogWriter].
  void add(Frame frame, LogEntry entry) {
    recent.add(frame.position(), entry);
    if (entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued)) {
      cache.put(frame.position(), issued);
    }
  }

  /// The runs that something happened to since the index was left.
  List<RunState.Row> rows() {
    long indexed = index.position();
    return states.all().stream()
        .flatMap(state -> state.row().stream())
        .filter(row -> row.last() >= indexed)
        .toList();
  }

  /// What the index has yet to take up of the log before `position` and the packs before `packs`.
  ///
  /// @param runs as they stood at `position`
  Delta delta(
      long position,
      List<RunState.Row> runs,
      PackPosition packs,
      Map<Cid, Pack.Location> recentBlocks) {
    // Sorted: a page of a large index is visited once a batch, not once for every row in it.
    var receipts = new TreeMap<Cid, Long>(BY_BYTES);
    var memos = new TreeMap<Bytes, Long>();
    var names = new HashMap<String, Cid>();
    var blocks = new TreeMap<Cid, Pack.Location>(BY_BYTES);
    var pins = new HashMap<Cid, Optional<Instant>>();
    var facts = new HashMap<Fact.Key, Optional<Bytes>>();
    recent.forEachReceipt(position, receipts::put);
    recent.forEachMemo(position, (key, frame) -> memos.put(MemoKeyCodec.digest(key), frame));
    recent.forEachName(position, names::put);
    recent.forEachPin(position, pins::put);
    recent.forEachFact(position, facts::put);
    recentBlocks.forEach((cid, location) -> {
      if (location.isBefore(packs)) {
        blocks.put(cid, location);
      }
    });
    var contents = new Delta.Contents(runs, names, blocks, pins, facts, recent.forgotten());
    return new Delta(position, packs, receipts, memos, contents);
  }

  /// Lets the index take up `delta`, and makes one if there is none; memory forgets what it took.
  void move(SqliteDatabase database, Delta delta) {
    if (index instanceof Index.Growing present) {
      present.store(delta);
    } else {
      var made = SqliteIndex.open(database);
      made.store(delta);
      index = made;
    }
    recent.evict(delta.position());
    states.evict(delta.position());
  }

  RunState pin(RunId run) {
    return states.pin(run, id -> index.findRun(id));
  }

  List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
    // Memory first: what leaves it meanwhile has come into the index before.
    var found = new ArrayList<>(recent.findReceipts(from, below));
    found.addAll(index.findReceipts(from, below, limit));
    return found.stream().distinct().sorted(BY_BYTES).limit(limit).toList();
  }

  Optional<Receipt> findReceipt(Cid receipt) {
    var position = recent.findReceipt(receipt);
    if (position.isEmpty()) {
      position = index.findReceipt(receipt);
    }
    if (position.isEmpty()) {
      return Optional.empty();
    }
    var issued = findIssued(position.getAsLong());
    if (issued.isPresent() && !issued.get().receipt().cid().equals(receipt)) {
      throw astray("receipt " + receipt, position.getAsLong());
    }
    return issued.map(RunRecord.ReceiptIssued::receipt);
  }

  Optional<MemoEntry> findMemo(MemoKey key) {
    var position = recent.findMemo(key);
    if (position.isEmpty()) {
      position = index.findMemo(key);
    }
    if (position.isEmpty() || recent.forgotten().covers(position.getAsLong())) {
      return Optional.empty();
    }
    var issued = findIssued(position.getAsLong());
    if (issued.isPresent() && !issued.get().memo().contains(key)) {
      throw astray("the result of " + key.instruction(), position.getAsLong());
    }
    return issued.map(it -> new MemoEntry(it.receipt(), it.compatibility()));
  }

  /// Empty if it was purged: positions in an index may outlive what was there.
  private Optional<RunRecord.ReceiptIssued> findIssued(long position) {
    var cached = cache.find(position);
    if (cached.isPresent()) {
      return cached;
    }
    written.accept(position);
    var frame = log.find(position);
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    if (!(EntryCodec.read(frame.get())
        instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued))) {
      throw astray("a receipt", position);
    }
    cache.put(position, issued);
    return Optional.of(issued);
  }

  List<RunRecord> read(RunId run) {
    var resident = states.find(run);
    var last = resident.isPresent() ? OptionalLong.of(resident.get().last()) : index.findRun(run);
    if (last.isEmpty() || last.getAsLong() == 0) {
      return List.of();
    }
    written.accept(last.getAsLong());
    var records = new ArrayList<RunRecord>();
    for (var link : chain.upTo(run, last.getAsLong())) {
      if (link.entry() instanceof LogEntry.Happened happened) {
        records.add(happened.record());
      }
    }
    return List.copyOf(records);
  }

  List<RunSummary> findRuns(int limit) {
    return newestFirst(() -> index.findRuns(limit)).stream().limit(limit).toList();
  }

  /// Visits all runs, in no order.
  void forEachRun(Consumer<RunSummary> action) {
    // Memory first, as above.
    var resident = new HashMap<RunId, RunSummary>();
    for (var state : states.all()) {
      state.row().map(RunState.Row::summary).ifPresent(run -> resident.put(run.id(), run));
    }
    resident.values().forEach(action);
    index.forEachRun(row -> {
      if (!resident.containsKey(row.summary().id())) {
        action.accept(row.summary());
      }
    });
  }

  Optional<RunSummary> findAlias(String alias) {
    return RunChoice.aliased(newestFirst(() -> index.findRuns(alias)), alias);
  }

  Optional<RunSummary> findRun(String idOrAlias) {
    return RunChoice.among(newestFirst(() -> index.findRuns(idOrAlias)), idOrAlias);
  }

  private List<RunSummary> newestFirst(Supplier<List<RunState.Row>> indexed) {
    // Memory first: what leaves it meanwhile has come into the index before.
    var resident = states.all().stream().flatMap(state -> state.row().stream()).toList();
    var rows = new HashMap<RunId, RunState.Row>();
    indexed.get().forEach(row -> rows.put(row.summary().id(), row));
    resident.forEach(row -> rows.put(row.summary().id(), row));
    return rows.values().stream()
        .sorted(Comparator.comparingLong(RunState.Row::first).reversed())
        .map(RunState.Row::summary)
        .toList();
  }

  Optional<Cid> findName(String name) {
    return recent.findName(name).or(() -> index.findName(name));
  }

  Map<String, Cid> names() {
    // Memory first, as above.
    var fresh = recent.names();
    var all = new TreeMap<>(index.names());
    all.putAll(fresh);
    return all;
  }

  /// What is pinned, since when.
  Map<Cid, Instant> pins() {
    // Memory first, as above.
    var fresh = new HashMap<Cid, Optional<Instant>>();
    recent.forEachPin(Long.MAX_VALUE, fresh::put);
    var all = new HashMap<>(index.pins());
    fresh.forEach(
        (cid, since) -> since.ifPresentOrElse(at -> all.put(cid, at), () -> all.remove(cid)));
    return all;
  }

  Optional<Bytes> findFact(String space, Bytes key) {
    var place = new Fact.Key(space, key);
    var noted = recent.findFact(place);
    return noted.isPresent() ? noted.get().value() : index.findFact(place);
  }

  List<Fact> findFacts(String space, Bytes prefix, Optional<Bytes> after, int limit) {
    // The smallest key behind another is that one with a zero.
    var from = after.map(last -> last.concat(ZERO)).orElse(prefix);
    // Memory first, as above.
    var fresh = recent.findFacts(space, prefix, from);
    var all = new TreeMap<Bytes, Optional<Bytes>>();
    index
        .findFacts(space, prefix, from, limit + fresh.size())
        .forEach(fact -> all.put(fact.key(), fact.value()));
    all.putAll(fresh);
    return all.entrySet().stream()
        .filter(fact -> fact.getValue().isPresent())
        .limit(limit)
        .map(fact -> new Fact(space, fact.getKey(), fact.getValue()))
        .toList();
  }

  private static StoreException astray(String what, long position) {
    return new StoreException(
        StoreException.Kind.CORRUPT,
        "the index says that "
            + what
            + " is at log position "
            + position
            + ", and it is not: delete index.db, which is made again from the log");
  }

  /// A name that can be registered: not empty, and short.
  static void checkName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "name has " + name.length() + " characters, it has to be 1 to " + MAX_NAME);
    }
  }
}
