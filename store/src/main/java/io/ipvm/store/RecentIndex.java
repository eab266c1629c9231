package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Where things are in that part of the log which the index on disk does not cover yet.
///
/// Entries are added in log order by whoever holds the lock of [LogWriter]. The indexer takes out
/// what it has committed, and only if nothing newer took its place; so a reader that looks here
/// first and on the disk second finds everything.
final class RecentIndex {
  private final Map<Cid, Long> receipts = new ConcurrentHashMap<>();
  private final Map<MemoKey, Long> memos = new ConcurrentHashMap<>();
  private final Map<String, Meaning> names = new ConcurrentHashMap<>();
  private final Map<Cid, Pin> pins = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Fact.Key, Noted> facts = new ConcurrentSkipListMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /// What a name means since log position `position`.
  record Meaning(Cid cid, long position) {}

  /// Whether something is pinned since log position `position`.
  ///
  /// @param since when it was pinned; empty if it is not any more
  record Pin(long position, Optional<Instant> since) {}

  /// A value since log position `position`; empty if there is none any more.
  record Noted(long position, Optional<Bytes> value) {}

  // The newest one. Written as entries are, read by anybody; kept after the index took it up.
  private volatile LogEntry.Forgotten forgotten = new LogEntry.Forgotten(0, List.of());

  /// Takes up the entry of the frame at `position`.
  void add(long position, LogEntry entry) {
    switch (entry) {
      case LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued) -> {
        receipts.put(issued.receipt().cid(), position);
        issued.memo().forEach(key -> memos.put(key, position));
        size.addAndGet(1 + issued.memo().size());
      }
      case LogEntry.Named(var name, var cid) -> {
        names.put(name, new Meaning(cid, position));
        size.incrementAndGet();
      }
      case LogEntry.Pinned(var cid, var at) -> pin(cid, new Pin(position, Optional.of(at)));
      case LogEntry.Unpinned(var cid) -> pin(cid, new Pin(position, Optional.empty()));
      case LogEntry.Noted(var noted) -> {
        noted.forEach(fact -> facts.put(fact.place(), new Noted(position, fact.value())));
        size.addAndGet(noted.size());
      }
      case LogEntry.Forgotten it -> {
        forgotten = it;
        memos.values().removeIf(it::covers);
      }
      case LogEntry.Happened _, LogEntry.Claimed _, LogEntry.Synced _ -> {}
    }
  }

  private void pin(Cid cid, Pin pin) {
    pins.put(cid, pin);
    size.incrementAndGet();
  }

  LogEntry.Forgotten forgotten() {
    return forgotten;
  }

  OptionalLong findReceipt(Cid receipt) {
    return position(receipts.get(receipt));
  }

  /// The CIDs of receipts from `from` on and before `below`.
  List<Cid> findReceipts(Bytes from, Bytes below) {
    return receipts.keySet().stream().filter(cid -> isBetween(cid, from, below)).toList();
  }

  static boolean isBetween(Cid cid, Bytes from, Bytes below) {
    var bytes = cid.bytes();
    return bytes.compareTo(from) >= 0 && bytes.compareTo(below) < 0;
  }

  OptionalLong findMemo(MemoKey key) {
    return position(memos.get(key));
  }

  Optional<Cid> findName(String name) {
    return Optional.ofNullable(names.get(name)).map(Meaning::cid);
  }

  /// Visits the receipts issued before log position `end`.
  void forEachReceipt(long end, BiConsumer<Cid, Long> action) {
    receipts.forEach((cid, position) -> visit(position < end, action, cid, position));
  }

  void forEachMemo(long end, BiConsumer<MemoKey, Long> action) {
    memos.forEach((key, position) -> visit(position < end, action, key, position));
  }

  void forEachName(long end, BiConsumer<String, Cid> action) {
    names.forEach((name, it) -> visit(it.position() < end, action, name, it.cid()));
  }

  void forEachPin(long end, BiConsumer<Cid, Optional<Instant>> action) {
    pins.forEach((cid, it) -> visit(it.position() < end, action, cid, it.since()));
  }

  void forEachFact(long end, BiConsumer<Fact.Key, Optional<Bytes>> action) {
    facts.forEach((key, it) -> visit(it.position() < end, action, key, it.value()));
  }

  /// What was noted about the key, if something was.
  Optional<Noted> findFact(Fact.Key key) {
    return Optional.ofNullable(facts.get(key));
  }

  /// What was noted about the keys of a space from `from` on whose keys begin with `prefix`.
  Map<Bytes, Optional<Bytes>> findFacts(String space, Bytes prefix, Bytes from) {
    var found = new HashMap<Bytes, Optional<Bytes>>();
    for (var fact : facts.tailMap(new Fact.Key(space, from)).entrySet()) {
      if (!fact.getKey().space().equals(space) || !fact.getKey().key().startsWith(prefix)) {
        break;
      }
      found.put(fact.getKey().key(), fact.getValue().value());
    }
    return found;
  }

  private static <K, V> void visit(boolean wanted, BiConsumer<K, V> action, K key, V value) {
    if (wanted) {
      action.accept(key, value);
    }
  }

  Map<String, Cid> names() {
    var all = new HashMap<String, Cid>();
    forEachName(Long.MAX_VALUE, all::put);
    return all;
  }

  /// Roughly how many entries there are.
  int size() {
    return size.get();
  }

  /// Forgets what lies before log position `indexed`.
  void evict(long indexed) {
    receipts.values().removeIf(position -> position < indexed);
    memos.values().removeIf(position -> position < indexed);
    names.values().removeIf(meaning -> meaning.position() < indexed);
    pins.values().removeIf(pin -> pin.position() < indexed);
    facts.values().removeIf(fact -> fact.position() < indexed);
    size.set(receipts.size() + memos.size() + names.size() + pins.size() + facts.size());
  }

  private static OptionalLong position(@Nullable Long position) {
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }
}
