package io.ipvm.store;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/// A store that forgets everything when it is closed: for tests, dry runs and programs that embed a
/// node without a data directory. It passes the same contract as the store on disk.
public final class MemoryStore implements Store {
  private final Runs runs = new Runs();
  private final Blocks blocks = new Blocks();
  private final Facts facts = new Remembered();
  private final Map<Cid, Instant> pins = new ConcurrentHashMap<>();
  private final Map<String, Cid> names = new ConcurrentHashMap<>();

  /// An empty store.
  public MemoryStore() {}

  @Override
  public RunLog runs() {
    return runs;
  }

  @Override
  public BlockStore blocks() {
    return blocks;
  }

  @Override
  public Optional<Cid> findName(String name) {
    return Optional.ofNullable(names.get(name));
  }

  @Override
  public void name(String name, Cid cid) {
    names.put(name, cid);
  }

  @Override
  public Map<String, Cid> names() {
    return new TreeMap<>(names);
  }

  @Override
  public void pin(Cid cid, Instant now) {
    pins.putIfAbsent(cid, now);
  }

  @Override
  public boolean unpin(Cid cid) {
    return pins.remove(cid) != null;
  }

  @Override
  public Map<Cid, Instant> pins() {
    return Map.copyOf(pins);
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public void close() {}

  private static final class Remembered implements Facts {
    private final ConcurrentSkipListMap<Fact.Key, Bytes> values = new ConcurrentSkipListMap<>();

    @Override
    public Optional<Bytes> find(String space, Bytes key) {
      return Optional.ofNullable(values.get(new Fact.Key(space, key)));
    }

    @Override
    public List<Fact> findAll(String space, Bytes prefix, Optional<Bytes> after, int limit) {
      return values
          .tailMap(new Fact.Key(space, after.orElse(prefix)), after.isEmpty())
          .entrySet()
          .stream()
          .takeWhile(fact -> fact.getKey().space().equals(space))
          .takeWhile(fact -> fact.getKey().key().startsWith(prefix))
          .limit(limit)
          .map(fact -> Fact.of(space, fact.getKey().key(), fact.getValue()))
          .toList();
    }

    @Override
    public synchronized void note(List<Fact> facts) {
      CatalogFacts.check(facts);
      for (var fact : facts) {
        fact.value()
            .ifPresentOrElse(
                value -> values.put(fact.place(), value), () -> values.remove(fact.place()));
      }
    }
  }

  private static final class Blocks implements BlockStore {
    private final Map<Cid, Bytes> blocks = new ConcurrentHashMap<>();

    @Override
    public boolean has(Cid cid) {
      return blocks.containsKey(cid);
    }

    @Override
    public List<Cid> findAll(Predicate<Cid> wanted) {
      return blocks.keySet().stream().filter(wanted).toList();
    }

    @Override
    public void sync() {}

    @Override
    public Optional<Bytes> find(Cid cid) {
      return Optional.ofNullable(blocks.get(cid));
    }

    @Override
    public void put(Block block) {
      blocks.putIfAbsent(block.cid(), block.bytes());
    }
  }

  /// One lock for everything: this store is small and never waits for a disk.
  private static final class Runs implements RunLog {
    private final Object lock = new Object();

    // All guarded by `lock`.
    private final Map<RunId, Long> epochs = new HashMap<>();
    private final Map<RunId, List<RunRecord>> records = new LinkedHashMap<>();
    private final Map<Cid, Receipt> receipts = new HashMap<>();
    private final Map<MemoKey, MemoEntry> memos = new HashMap<>();

    @Override
    public long claim(RunId run) {
      synchronized (lock) {
        return epochs.merge(run, 1L, Long::sum);
      }
    }

    @Override
    public void append(RunId run, long epoch, List<RunRecord> added, Durability durability) {
      synchronized (lock) {
        Ownership.check(run, epoch, epochs.getOrDefault(run, Ownership.NOBODY));
        records.computeIfAbsent(run, _ -> new ArrayList<>()).addAll(added);
        for (var record : added) {
          if (record instanceof RunRecord.ReceiptIssued issued) {
            receipts.put(issued.receipt().cid(), issued.receipt());
            var entry = new MemoEntry(issued.receipt(), issued.compatibility());
            issued.memo().forEach(key -> memos.put(key, entry));
          }
        }
      }
    }

    @Override
    public List<RunRecord> read(RunId run) {
      synchronized (lock) {
        return List.copyOf(records.getOrDefault(run, List.of()));
      }
    }

    @Override
    public Optional<Receipt> findReceipt(Cid receipt) {
      synchronized (lock) {
        return Optional.ofNullable(receipts.get(receipt));
      }
    }

    @Override
    public List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
      synchronized (lock) {
        return receipts.keySet().stream()
            .filter(cid -> RecentIndex.isBetween(cid, from, below))
            .sorted(Comparator.comparing(Cid::bytes))
            .limit(limit)
            .toList();
      }
    }

    @Override
    public Optional<MemoEntry> findMemo(MemoKey key) {
      synchronized (lock) {
        return Optional.ofNullable(memos.get(key));
      }
    }

    @Override
    public List<RunSummary> findRuns(int limit) {
      return newestFirst().stream().limit(limit).toList();
    }

    @Override
    public Optional<RunSummary> findAlias(String alias) {
      return RunChoice.aliased(newestFirst(), alias);
    }

    @Override
    public Optional<RunSummary> findRun(String idOrAlias) {
      return RunChoice.among(newestFirst(), idOrAlias);
    }

    private List<RunSummary> newestFirst() {
      var summaries = new ArrayList<RunSummary>();
      synchronized (lock) {
        records.forEach((run, happened) -> {
          var fold = new RunFold();
          happened.forEach(fold::add);
          fold.summary(run).ifPresent(summaries::add);
        });
      }
      return summaries.reversed();
    }
  }
}
