package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store in a data directory: `log/`, `packs/`, `index.db`, and `lock` while a process writes.
///
/// Start reading at [LogWriter], which makes things durable; then [LogScan], which finds them again
/// after a crash. [Catalog] answers questions, [PackWriter] keeps blocks.
public final class EmbeddedStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

  private final WriterLock lock;
  private final Disk disk;
  private final Opening opened;
  private final LogWriter writer;
  private final PackWriter packs;
  private final Indexer indexer;
  private final RunLog runs;
  private final long start;
  private boolean closed;

  private EmbeddedStore(
      WriterLock lock, Opening opened, LogWriter writer, PackWriter packs, Means means) {
    this.lock = lock;
    disk = means.disk();
    this.opened = opened;
    this.writer = writer;
    this.packs = packs;
    indexer = new Indexer(opened, writer, packs, means.slack());
    runs = new EmbeddedRunLog(opened.catalog(), writer, indexer::check);
    start = writer.tail();
  }

  /// Learns how far a log has been read whose index is lost or far behind.
  @FunctionalInterface
  public interface Progress {
    /// So many bytes of `total` are done.
    void read(long bytes, long total);
  }

  /// Opens the store in `dataDir` for writing; what is missing is made.
  ///
  /// @throws StoreException `LOCKED`, `READ_ONLY`, `FULL`, `CORRUPT` or `NEWER`, each with what to
  ///   do
  public static EmbeddedStore open(Path dataDir, Clock clock) {
    return open(dataDir, clock, (_, _) -> {});
  }

  /// The same, for callers that show how opening goes on: it takes long only when an index is lost.
  public static EmbeddedStore open(Path dataDir, Clock clock, Progress progress) {
    return open(dataDir, clock, progress, Means.USUAL);
  }

  /// The same, for a store that must not grow beyond `quota`.
  public static EmbeddedStore open(Path dataDir, Clock clock, Progress progress, Quota quota) {
    if (quota.equals(Quota.NONE)) {
      return open(dataDir, clock, progress); // nothing has to be measured
    }
    long used = Footprint.of(dataDir).bytes();
    var means = new Means(quota.on(Disk.local(), used), Indexer.Slack.USUAL);
    var store = open(dataDir, clock, progress, means);
    for (var note : quota.notes(used)) {
      LOG.warn(note);
      store.opened.notes().add(note);
    }
    return store;
  }

  /// What a test may replace.
  record Means(Disk disk, Indexer.Slack slack) {
    static final Means USUAL = new Means(Disk.local(), Indexer.Slack.USUAL);
  }

  static EmbeddedStore open(Path dataDir, Clock clock, Progress progress, Means means) {
    var folder = new DataFolder(dataDir);
    folder.create();
    var lock = WriterLock.acquire(folder.lock(), clock);
    try {
      return open(Opening.toWrite(folder).filled(progress), lock, progress, means);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Makes the index of the store in `dataDir` anew from its log.
  ///
  /// @throws StoreException as [#open]
  public static void rebuild(Path dataDir, Clock clock, Progress progress) {
    var folder = new DataFolder(dataDir);
    folder.create();
    var lock = WriterLock.acquire(folder.lock(), clock);
    try {
      new SqliteDatabase(folder.index(), false).delete();
      open(Opening.toWrite(folder).filled(progress), lock, progress, Means.USUAL).close();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedStore open(
      Opening opening, WriterLock lock, Progress progress, Means means) {
    try {
      var folder = opening.folder();
      tidy(folder);
      var end = opening.readLog(false, progress);
      var packs =
          PackWriter.resume(means.disk(), folder.packs(), opening.readPacks(), opening.vouched());
      try {
        var writer = new LogWriter(openLog(means.disk(), folder.log(), end), packs);
        opening.catalog().waitWith(writer::awaitWritten);
        opening.notes().forEach(LOG::warn);
        var store = new EmbeddedStore(lock, opening, writer, packs, means);
        opening.blocks().writeTo(packs, writer, store.indexer::check);
        store.indexer.start();
        return store;
      } catch (RuntimeException e) {
        packs.close();
        throw e;
      }
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  /// Takes the room between its rows from the index.
  void vacuum() {
    if (opened.catalog().index() instanceof SqliteIndex index) {
      index.vacuum();
    }
  }

  /// Deletes what a compaction left that was broken off.
  private static void tidy(DataFolder folder) {
    try {
      Compactor.tidy(folder.log());
      Compactor.tidy(folder.packs());
    } catch (IOException e) {
      throw Failures.opening(folder.root(), e);
    }
  }

  /// What is done to a store that nobody else uses meanwhile.
  interface Maintenance<T> {
    T work(EmbeddedStore store) throws IOException;
  }

  /// Opens the store in `dataDir`, works on its files, and closes it.
  static <T> T maintain(
      Path dataDir, Clock clock, Progress progress, Means means, Maintenance<T> maintenance) {
    if (Footprint.of(dataDir).segments() == 0) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "there is no store in " + dataDir);
    }
    try (var store = open(dataDir, clock, progress, means)) {
      store.indexer.flush();
      return maintenance.work(store);
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  Keeping.Contents contents() {
    return new Keeping.Contents(opened.folder(), opened.catalog(), opened.blocks());
  }

  Opening opened() {
    return opened;
  }

  Disk disk() {
    return disk;
  }

  /// Lets what is written from now on begin new files, so that those before can be compacted.
  void seal(boolean log, boolean lastPack) {
    if (lastPack) {
      packs.rollOver();
    }
    writer.sync();
    if (log) {
      writer.roll();
    }
    indexer.flush();
    indexer.abandon();
  }

  private static LogFile openLog(Disk disk, Path folder, Optional<LogScan.End> end) {
    return end.isPresent() ? LogFile.resume(disk, folder, end.get()) : LogFile.create(disk, folder);
  }

  /// Opens the store in `dataDir` as it stands now, for reading: while another process writes, and
  /// in folders that cannot be written. What is missing is not made, and reads as empty.
  ///
  /// @throws StoreException `CORRUPT` or `NEWER`
  public static Store openReadOnly(Path dataDir) {
    var opening = Opening.toRead(new DataFolder(dataDir));
    try {
      opening.readLog(true, (_, _) -> {});
      opening.readPacks();
      return new ReadOnlyStore(opening);
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  /// Vouches for all before it: from now on damage there is told from a torn tail. Where there is
  /// no room for it, nothing is lost but that.
  private void seal() {
    try {
      var seal = EntryCodec.encode(new LogEntry.Synced(packs.synced()));
      writer.append(List.of(seal), false, new LogWriter.Order() {});
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
    }
  }

  @Override
  public List<String> notes() {
    return List.copyOf(opened.notes());
  }

  @Override
  public RunLog runs() {
    return runs;
  }

  @Override
  public BlockStore blocks() {
    return opened.blocks();
  }

  @Override
  public Optional<Cid> findName(String name) {
    return opened.catalog().findName(name);
  }

  @Override
  public void name(String name, Cid cid) {
    Catalog.checkName(name);
    append(new LogEntry.Named(name, cid));
  }

  @Override
  public void pin(Cid cid, Instant now) {
    if (!pins().containsKey(cid)) {
      append(new LogEntry.Pinned(cid, now));
    }
  }

  @Override
  public boolean unpin(Cid cid) {
    boolean there = pins().containsKey(cid);
    if (there) {
      append(new LogEntry.Unpinned(cid));
    }
    return there;
  }

  @Override
  public Map<Cid, Instant> pins() {
    return opened.catalog().pins();
  }

  @Override
  public Facts facts() {
    return new CatalogFacts(opened.catalog(), facts -> append(new LogEntry.Noted(facts)));
  }

  /// Appends what is about no run, durably.
  void append(LogEntry entry) {
    writer.append(
        List.of(EntryCodec.encode(entry)),
        true,
        new LogWriter.Order() {
          @Override
          public void placed(int index, Frame frame) {
            opened.catalog().add(frame, entry);
          }
        });
  }

  @Override
  public Map<String, Cid> names() {
    return opened.catalog().names();
  }

  /// How often the log was synced since it was opened: with the number of records that were
  /// appended meanwhile this tells how well they share their syncs.
  public long syncs() {
    return writer.syncs();
  }

  /// Makes everything durable and lets another process write.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock;
        opened;
        packs;
        writer) {
      indexer.close();
      writer.sync();
      if (writer.tail() > start) {
        seal();
      }
    }
  }
}
