package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.store.Disk.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Appends blocks to the newest pack.
///
/// A block is written where it is put, by the thread that puts it, under one lock; the committer of
/// the log syncs. Space is not allocated ahead: blocks are large against the cost of a file size,
/// and a write that finds the disk full is taken back.
final class PackWriter implements LogWriter.Blocks, AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final Object lock = new Object();

  // All guarded by `lock`.
  private Pack pack;
  private Written file;
  private long offset;
  private final List<Written> unsynced = new ArrayList<>();
  private boolean dirty;
  private PackPosition synced;
  private @Nullable StoreException failure;

  private PackWriter(Disk disk, Path folder, Pack pack, Written file, PackPosition synced) {
    this.synced = synced;
    this.disk = disk;
    this.folder = folder;
    this.pack = pack;
    this.file = file;
  }

  /// Goes on at `end`; what lies behind it in that pack is cut off, packs behind it are deleted.
  ///
  /// @param synced up to where an earlier process is known to have synced
  static PackWriter resume(Disk disk, Path folder, PackPosition end, PackPosition synced) {
    var pack = Pack.in(folder, end.pack());
    try {
      for (var left : Pack.list(folder)) {
        if (left.number() > end.pack()) {
          Files.delete(left.path());
        }
      }
      var file = Files.exists(pack.path()) ? disk.open(pack.path()) : begin(disk, folder, pack);
      var writer = new PackWriter(disk, folder, pack, file, synced);
      writer.offset = Math.max(Pack.HEADER, end.offset());
      if (file.size() > writer.offset) {
        file.truncate(writer.offset);
      }
      writer.dirty = synced.compareTo(end) < 0;
      return writer;
    } catch (IOException e) {
      throw Failures.opening(pack.path(), e);
    }
  }

  private static Written begin(Disk disk, Path folder, Pack pack) throws IOException {
    var unfinished = folder.resolve("next");
    try (var file = disk.open(unfinished)) {
      file.truncate(0);
      file.write(Pack.header(Pack.VERSION), Pack.HEADER, 0);
      file.sync();
    }
    disk.publish(folder, unfinished, pack.path());
    return disk.open(pack.path());
  }

  /// Where the next block will begin.
  PackPosition position() {
    synchronized (lock) {
      return new PackPosition(pack.number(), offset);
    }
  }

  /// All blocks before this position are durable.
  PackPosition synced() {
    synchronized (lock) {
      return synced;
    }
  }

  /// Writes one block; it can be read at once and is durable after [#sync].
  ///
  /// @param dataStart where in `entry` the data begin
  /// @param placed learns where they are before [#position] moves past them
  /// @throws StoreException `FULL`; then nothing has changed
  void append(byte[] entry, int dataStart, Consumer<Pack.Location> placed) {
    synchronized (lock) {
      var failed = failure;
      if (failed != null) {
        throw failed.again();
      }
      if (offset + entry.length > Pack.SIZE && offset > Pack.HEADER) {
        roll();
      }
      try {
        file.write(entry, entry.length, offset);
      } catch (IOException e) {
        throw takeBack(e);
      }
      dirty = true;
      placed.accept(new Pack.Location(pack.number(), offset + dataStart, entry.length - dataStart));
      offset += entry.length;
    }
  }

  /// Begins a new pack unless this one is empty; durable after the next [#sync].
  void rollOver() {
    synchronized (lock) {
      if (offset > Pack.HEADER) {
        roll();
        dirty = true;
      }
    }
  }

  private StoreException takeBack(IOException cause) {
    boolean full = Failures.isFull(cause, folder);
    try {
      file.truncate(offset);
    } catch (IOException e) {
      cause.addSuppressed(e);
      full = false;
    }
    if (full) {
      return Failures.full(pack.path(), cause);
    }
    var stopped = Failures.writing(pack.path(), cause);
    failure = stopped;
    return stopped;
  }

  private void roll() {
    var next = Pack.in(folder, pack.number() + 1);
    try {
      var begun = begin(disk, folder, next);
      unsynced.add(file);
      file = begun;
      pack = next;
      offset = Pack.HEADER;
    } catch (IOException e) {
      throw Failures.opening(next.path(), e);
    }
  }

  @Override
  public Optional<Bytes> sync() {
    var files = new ArrayList<Written>();
    PackPosition reached;
    Pack current;
    synchronized (lock) {
      var failed = failure;
      if (failed != null) {
        throw failed.again(); // and the log stops, too
      }
      if (!dirty) {
        return Optional.empty();
      }
      files.addAll(unsynced);
      files.add(file);
      unsynced.clear();
      dirty = false;
      reached = new PackPosition(pack.number(), offset);
      current = pack;
    }
    try {
      for (var each : files) {
        each.sync();
      }
      for (var finished : files.subList(0, files.size() - 1)) {
        finished.close();
      }
    } catch (IOException e) {
      var stopped = Failures.writing(current.path(), e);
      synchronized (lock) {
        failure = stopped;
      }
      throw stopped;
    }
    synchronized (lock) {
      synced = reached;
    }
    return Optional.of(EntryCodec.encode(new LogEntry.Synced(reached)));
  }

  /// After the last [#sync].
  @Override
  public void close() {
    synchronized (lock) {
      try {
        file.close();
      } catch (IOException e) {
        throw Failures.writing(pack.path(), e);
      }
    }
  }
}
