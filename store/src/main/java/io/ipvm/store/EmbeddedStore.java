package io.ipvm.store;

import io.ipvm.ipld.Cid;
import java.nio.file.Path;
import java.time.Clock;
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
  private final Opening opened;
  private final LogWriter writer;
  private final PackWriter packs;
  private final Indexer indexer;
  private final RunLog runs;
  private final long start;
  private boolean closed;

  private EmbeddedStore(
      WriterLock lock, Opening opened, LogWriter writer, PackWriter packs, Indexer.Slack slack) {
    this.lock = lock;
    this.opened = opened;
    this.writer = writer;
    this.packs = packs;
    indexer = new Indexer(opened, writer, packs, slack);
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

  /// What a test may replace.
  record Means(Disk disk, Indexer.Slack slack) {
    static final Means USUAL = new Means(Disk.local(), Indexer.Slack.USUAL);
  }

  static EmbeddedStore open(Path dataDir, Clock clock, Progress progress, Means means) {
    var folder = new DataFolder(dataDir);
    folder.create();
    var lock = WriterLock.acquire(folder.lock(), clock);
    try {
      return open(Opening.toWrite(folder), lock, progress, means);
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
      open(Opening.toWrite(folder), lock, progress, Means.USUAL).close();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedStore open(
      Opening opening, WriterLock lock, Progress progress, Means means) {
    try {
      var folder = opening.folder();
      var end = opening.readLog(false, progress);
      var packs =
          PackWriter.resume(means.disk(), folder.packs(), opening.readPacks(), opening.vouched());
      try {
        var writer = new LogWriter(openLog(means.disk(), folder.log(), end), packs);
        opening.catalog().waitWith(writer::awaitWritten);
        opening.notes().forEach(LOG::warn);
        var store = new EmbeddedStore(lock, opening, writer, packs, means.slack());
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
    var entry = new LogEntry.Named(name, cid);
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
        // Vouches for all before it: from now on damage there is told from a torn tail.
        var seal = EntryCodec.encode(new LogEntry.Synced(packs.synced()));
        writer.append(List.of(seal), false, new LogWriter.Order() {});
      }
    }
  }
}
