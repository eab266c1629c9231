package io.ipvm.store;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what memory knows of the log and the packs into the index on disk, in batches, behind the
/// log.
///
/// A small store has no index: reading its log again is cheaper than loading a database
/// (`docs/decisions/050-index-behind-the-log.md`). When more than [Slack] allows is only in memory,
/// the next batch is due, on a thread of its own.
///
/// A batch is what lies before one log position and one pack position. Both are made durable first,
/// so the index never knows more than the log. If the batch fails nothing is lost, memory keeps it;
/// the next one is tried when twice as much has come together.
final class Indexer implements AutoCloseable {
  /// What the next process may have to read: so much of the log, so many entries.
  record Slack(long logBytes, int entries) {
    static final Slack USUAL = new Slack(512 * 1024, 4096);
  }

  /// A running store lets more come together: larger batches cost less a record.
  private static final int BUSY = 16;

  /// When so many batches have come together, whoever appends waits: memory is bounded, also where
  /// records come faster than an index of millions takes them up.
  private static final int CROWDED = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  private final Slack slack;
  private final SqliteDatabase database;
  private final Catalog catalog;
  private final EmbeddedBlocks blocks;
  private final LogWriter writer;
  private final PackWriter packs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();

  /// Appending threads wait for a batch to be done.
  private final Condition moved = lock.newCondition();

  // Guarded by `lock`.
  private boolean wanted;
  private long batches;
  private boolean closing;
  private boolean abandoned;

  // Written by the indexing thread, read by anybody.
  private volatile long patience = 1;

  private final Thread thread;

  Indexer(Opening opened, LogWriter writer, PackWriter packs, Slack slack) {
    this.slack = slack;
    database = opened.database();
    catalog = opened.catalog();
    blocks = opened.blocks();
    this.writer = writer;
    this.packs = packs;
    thread = Thread.ofPlatform().name("ipvm-index").daemon().start(this::work);
  }

  /// Starts a batch if a store that is being opened has to read too much.
  void start() {
    startIf(isDue(1));
  }

  /// Starts a batch if one is due, and waits for it if it is overdue. Called after every append, so
  /// cheap; the caller holds no lock.
  void check() {
    startIf(isDue(BUSY));
    if (isCrowded()) {
      awaitBatch();
    }
  }

  private boolean isDue(int factor) {
    long behind = writer.written() - catalog.index().position();
    return behind > slack.logBytes() * factor * patience
        || entries() > (long) slack.entries() * factor * patience;
  }

  private int entries() {
    return catalog.recent().size() + blocks.recent().size();
  }

  /// Not if batches fail: then memory keeps everything, and nobody waits.
  private boolean isCrowded() {
    return patience == 1 && entries() > slack.entries() * BUSY * CROWDED;
  }

  /// Waits for the batch that is under way and the next one, which takes up all there is.
  private void awaitBatch() {
    lock.lock();
    try {
      long next = batches + 2;
      while (isCrowded() && batches < next && !closing) {
        wanted = true;
        due.signal();
        moved.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void startIf(boolean needed) {
    if (!needed) {
      return;
    }
    lock.lock();
    try {
      wanted = true;
      due.signal();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (await()) {
      tryToIndex();
    }
  }

  private void tryToIndex() {
    try {
      index();
      patience = 1;
    } catch (RuntimeException e) {
      patience = Math.min(patience * 2, 1024);
      LOG.warn("the index is left behind the log: {}", e.getMessage(), e);
    }
    lock.lock();
    try {
      batches++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// False when the store closes.
  private boolean await() {
    lock.lock();
    try {
      while (!wanted && !closing) {
        due.awaitUninterruptibly();
      }
      wanted = false;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /// Moves all there is now.
  private synchronized void index() {
    var blocksEnd = packs.position();
    var run =
        new Object() {
          long position;
          List<RunState.Row> rows = List.of();
        };
    writer.exclusively(() -> {
      run.position = writer.tail();
      run.rows = catalog.rows();
    });
    writer.sync();
    catalog.move(database, catalog.delta(run.position, run.rows, blocksEnd, blocks.recent()));
    blocks.recent().values().removeIf(location -> location.isBefore(blocksEnd));
  }

  /// Moves everything to the index now, if there is one, so that nothing is in memory alone.
  ///
  /// @throws StoreException if it cannot be written
  void flush() {
    if (catalog.index() instanceof SqliteIndex) {
      index();
    }
  }

  /// Ends without a last batch: what memory knows may not be there any more.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
    } finally {
      lock.unlock();
    }
  }

  /// Moves what the next process should not have to read; the rest stays in the log.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      due.signal();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    Threads.joinUninterruptibly(thread);
    if (!abandoned && isDue(1)) {
      tryToIndex();
    }
  }
}
