package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Orders what is appended to the log, and makes it durable in groups.
///
/// *Problem.* A sync takes some 200 µs whether it carries one record or a thousand, and many runs
/// append at once. *Way.* An append takes the lock, gets its position and copies its frames into
/// the open [Batch]; then it waits, without the lock. One platform thread, the committer, takes the
/// open batch, leaves an empty one in its place, writes it with one write, syncs it with one
/// `fdatasync`, and lets those go on who waited. While it does so the next batch fills.
///
/// *Invariants.*
/// - The order of positions is the order of the lock; `written <= tail` and `durable <= tail`.
/// - A batch lies in one segment, in space that was allocated before anything in it was ordered. So
///   a full disk is noticed while an append can still be refused: nothing of it has happened yet.
/// - Blocks are synced before any batch is written, so that no frame on the disk names a block that
///   is not there.
/// - After the first failed write or sync nothing is written any more. The kernel may have dropped
///   the pages and report the next sync as good, so trying again would acknowledge what is lost.
///
/// *Threads.* Appending threads may be virtual and may be interrupted; only the committer touches
/// the file. It gets no interrupts and holds the lock for a few instructions at a time.
final class LogWriter implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final LogFile file;
  private final Blocks blocks;
  private final ReentrantLock lock = new ReentrantLock();

  /// The committer waits for something to do.
  private final Condition work = lock.newCondition();

  /// Appending threads wait for room.
  private final Condition room = lock.newCondition();

  // All guarded by `lock`.
  private Batch open = new Batch(new byte[BUFFER]);
  private long tail;
  private int wanted;
  private long roomAttempts;
  private @Nullable StoreException roomFailure;
  private boolean rolling;
  private boolean closing;

  // Written by the committer (`failure` under the lock), read by anybody.
  private volatile long written;
  private volatile @Nullable StoreException failure;
  private volatile long durable;
  private final AtomicLong syncs = new AtomicLong();

  private final Thread committer;

  /// @param file positioned at its tail, all of it durable
  LogWriter(LogFile file, Blocks blocks) {
    this.file = file;
    this.blocks = blocks;
    tail = file.tail();
    written = tail;
    durable = tail;
    committer = Thread.ofPlatform().name("ipvm-log").daemon().start(this::commit);
  }

  /// What an append does while it holds its place in the order; called under the lock, so short.
  interface Order {
    /// Throws to refuse the append.
    default void check() {}

    /// Position of the previous frame of the same run, or 0.
    default long previous() {
      return 0;
    }

    /// The frame of the body with number `index` has its place.
    default void placed(int index, Frame frame) {}
  }

  /// The blocks that frames may name.
  interface Blocks {
    /// Makes all blocks durable; returns the frame body that says so if there were any.
    Optional<Bytes> sync();
  }

  /// Up to where the log can be read from its file.
  long written() {
    return written;
  }

  /// How often the log was synced.
  long syncs() {
    return syncs.get();
  }

  long tail() {
    lock.lock();
    try {
      return tail;
    } finally {
      lock.unlock();
    }
  }

  /// Appends frames with these bodies; with `sync` returns when they are durable.
  void append(List<Bytes> bodies, boolean sync, Order order) {
    int length = 0;
    for (var body : bodies) {
      if (body.size() > Frame.MAX_BODY) {
        throw new IpvmException(
            ErrorCode.EXHAUSTED, "record has " + body.size() + " bytes, limit " + Frame.MAX_BODY);
      }
      length += Frame.HEADER + body.size();
    }
    if (length > LogFile.MAX_BATCH) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "records appended at once have " + length + " bytes, limit " + LogFile.MAX_BATCH);
    }
    Batch batch;
    int place = 0;
    lock.lock();
    try {
      makeRoom(length);
      order.check();
      batch = open;
      for (int i = 0; i < bodies.size(); i++) {
        var frame = new Frame(tail, durable, order.previous(), bodies.get(i));
        batch.add(frame);
        tail = frame.end();
        order.placed(i, frame);
      }
      if (sync) {
        place = batch.join(true);
      }
      work.signal();
    } finally {
      lock.unlock();
    }
    if (sync) {
      batch.await(place);
    }
  }

  /// Runs `action` between two appends.
  void exclusively(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when everything appended so far is durable, and all blocks put so far are.
  void sync() {
    Batch batch;
    int place;
    lock.lock();
    try {
      requireWorking();
      batch = open;
      place = batch.join(true);
      work.signal();
    } finally {
      lock.unlock();
    }
    batch.await(place);
  }

  /// Returns when the frame at `position` can be read from the file.
  void awaitWritten(long position) {
    if (position < written) {
      return;
    }
    Batch batch;
    int place;
    lock.lock();
    try {
      if (position < written) {
        return;
      }
      requireWorking();
      // The open batch ends behind the taken one, and is written after it.
      batch = open;
      place = batch.join(false);
      work.signal();
    } finally {
      lock.unlock();
    }
    batch.await(place);
  }

  /// Begins a new segment, so that all frames ordered so far lie in sealed ones.
  void roll() {
    lock.lock();
    try {
      rolling = true;
      while (rolling) {
        requireWorking();
        wanted = Math.max(wanted, 1);
        work.signal();
        room.awaitUninterruptibly();
      }
      var refused = roomFailure;
      if (refused != null) {
        throw refused.again();
      }
    } finally {
      rolling = false;
      lock.unlock();
    }
  }

  private void requireWorking() {
    var stopped = failure;
    if (stopped != null) {
      throw stopped.again();
    }
    if (closing) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /// Waits, if need be, until the committer allocated room for `length` more bytes.
  private void makeRoom(int length) {
    requireWorking();
    while (open.isFull() || wanted > 0 || tail + length > file.limit()) {
      long attempt = roomAttempts;
      wanted = Math.max(wanted, Math.max(1, length)); // 0 is nobody
      work.signal();
      while (attempt == roomAttempts) {
        room.awaitUninterruptibly();
      }
      requireWorking();
      var refused = roomFailure;
      if (refused != null && tail + length > file.limit()) {
        throw refused.again();
      }
    }
  }

  private void commit() {
    var spare = new byte[BUFFER];
    while (true) {
      Batch batch;
      int length;
      boolean roll;
      lock.lock();
      try {
        while (open.isEmpty() && wanted == 0 && !closing) {
          work.awaitUninterruptibly();
        }
        if (open.isEmpty() && wanted == 0) {
          return;
        }
        batch = open;
        open = new Batch(spare);
        // From here to `grow` nothing is ordered if somebody waits for room.
        length = wanted;
        roll = rolling;
      } finally {
        lock.unlock();
      }
      write(batch);
      if (length > 0) {
        grow(length, roll);
      }
      spare = batch.bytes();
    }
  }

  private void write(Batch batch) {
    var failed = failure;
    if (failed == null) {
      try {
        var mark = blocks.sync();
        if (batch.size() > 0) {
          file.write(batch.bytes(), batch.size());
        }
        written = file.tail();
        if (batch.sync() && durable < written) {
          file.sync();
          durable = written;
          syncs.incrementAndGet();
        }
        mark.ifPresent(this::remember);
      } catch (RuntimeException | Error e) {
        failed = stop(e);
      }
    }
    batch.finish(failed);
  }

  /// Orders a frame of the store's own; without room it is left out, for it only saves work.
  private void remember(Bytes body) {
    lock.lock();
    try {
      if (wanted == 0 && tail + Frame.HEADER + body.size() <= file.limit()) {
        var frame = new Frame(tail, durable, 0, body);
        open.add(frame);
        tail = frame.end();
      }
    } finally {
      lock.unlock();
    }
  }

  private void grow(int length, boolean roll) {
    StoreException refused = null;
    try {
      if (failure == null) {
        if (roll) {
          file.roll();
        } else {
          file.makeRoom(length);
        }
      }
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.FULL) {
        refused = e;
      } else {
        stop(e);
      }
    } catch (RuntimeException | Error e) {
      stop(e);
    }
    lock.lock();
    try {
      if (tail < file.tail()) {
        // A new segment: its header lies between the last frame and the next, and is durable.
        tail = file.tail();
        written = tail;
        durable = tail;
      }
      wanted = 0;
      rolling &= !roll;
      roomFailure = refused;
      roomAttempts++;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private StoreException stop(Throwable cause) {
    var stopped =
        cause instanceof StoreException known
            ? known
            : new StoreException(
                StoreException.Kind.FAILED, "the log stopped on a fault of the program", cause);
    lock.lock();
    try {
      failure = stopped;
    } finally {
      lock.unlock();
    }
    return stopped;
  }

  /// Writes what is still waiting and stops the committer.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    Threads.joinUninterruptibly(committer);
    file.close();
  }
}
