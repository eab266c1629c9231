package io.ipvm.store;

import io.ipvm.store.Disk.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The end of the log on the disk: the segment being written, and the space allocated in it.
///
/// Space is filled with zeros before it is used, so that a sync has only data to write and no file
/// size, and so that a full disk is noticed early. It grows in steps: a fresh data directory must
/// not cost a whole segment. Zeros are written in 4 KiB pieces: larger ones make large pages in the
/// page cache, and every later small write then costs the sync of a whole large page. The last few
/// of them are never used: a file that ends right behind a frame was cut off.
///
/// Only the committer calls it, apart from [#limit], which anybody may read.
final class LogFile {
  /// Frames appended together lie in one segment.
  static final int MAX_BATCH = 12 * 1024 * 1024;

  private static final long FIRST_STEP = 64 * 1024;
  private static final long LAST_STEP = 1024 * 1024;

  /// Bytes at the end of the last segment that stay zero.
  static final int SPARE = 64;

  private static final byte[] ZEROS = new byte[4096];

  private final Disk disk;
  private final Path folder;
  private Segment segment;
  private Written file;
  private long tail;

  /// Log position of the end of the file.
  private volatile long allocated;

  private LogFile(Disk disk, Path folder, Segment segment, Written file) {
    this.disk = disk;
    this.folder = folder;
    this.segment = segment;
    this.file = file;
  }

  /// Begins a log in an empty folder.
  static LogFile create(Disk disk, Path folder) {
    var segment = begin(disk, folder, 0);
    var log = open(disk, folder, segment);
    log.tail = Segment.HEADER;
    return log;
  }

  /// Goes on after the last frame; what lies behind it and is no frame is cut off.
  static LogFile resume(Disk disk, Path folder, LogScan.End end) {
    var log = open(disk, folder, end.last());
    log.tail = end.tail();
    try {
      if (end.torn() > 0) {
        log.cut();
      }
      if (end.torn() > 0 || end.bare()) {
        log.keepSpare(); // so that it is said once
      }
      log.sync();
      return log;
    } catch (StoreException e) {
      log.close();
      throw e;
    }
  }

  private static LogFile open(Disk disk, Path folder, Segment segment) {
    try {
      var file = disk.open(segment.path());
      var log = new LogFile(disk, folder, segment, file);
      log.allocated = segment.base() + file.size();
      return log;
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  private static Segment begin(Disk disk, Path folder, long base) {
    var segment = Segment.in(folder, base);
    var unfinished = folder.resolve("next");
    try {
      try (var file = disk.open(unfinished)) {
        file.truncate(0);
        file.write(segment.header(), Segment.HEADER, 0);
        zero(file, Segment.HEADER, FIRST_STEP);
        file.sync();
      }
      disk.publish(folder, unfinished, segment.path());
      return segment;
    } catch (IOException e) {
      var failure = Failures.opening(segment.path(), e);
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException left) {
        failure.addSuppressed(left); // it is overwritten the next time
      }
      throw failure;
    }
  }

  private static void zero(Written file, long from, long to) throws IOException {
    for (long at = from; at < to; ) {
      // The first piece ends where a page ends.
      int length = (int) Math.min(ZEROS.length - at % ZEROS.length, to - at);
      file.write(ZEROS, length, at);
      at += length;
    }
  }

  /// Log position behind the last frame written.
  long tail() {
    return tail;
  }

  /// Log position up to which there is space.
  long limit() {
    return allocated - SPARE;
  }

  void write(byte[] frames, int length) {
    try {
      file.write(frames, length, tail - segment.base());
      tail += length;
    } catch (IOException e) {
      throw Failures.writing(segment.path(), e);
    }
  }

  void sync() {
    try {
      file.sync();
    } catch (IOException e) {
      throw Failures.writing(segment.path(), e);
    }
  }

  /// Allocates space for `length` more bytes, in a new segment if this one would get too long.
  ///
  /// @throws StoreException `FULL` if the disk is; then nothing has changed
  void makeRoom(int length) {
    if (tail + length <= limit()) {
      return;
    }
    if (tail + length + SPARE <= segment.base() + Segment.SIZE) {
      extend(length);
    } else {
      begin();
      extend(length);
    }
  }

  /// Begins a new segment unless this one is empty.
  void roll() {
    if (tail > segment.base() + Segment.HEADER) {
      begin();
    }
  }

  private void extend(int length) {
    long base = segment.base();
    long needed = Math.max(allocated, tail + length + SPARE);
    long step = Math.clamp(allocated - base, FIRST_STEP, LAST_STEP);
    try {
      allocate(Math.min(Math.max(allocated + step, needed), base + Segment.SIZE));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      allocate(needed); // there may be room for this one
    }
  }

  private void allocate(long target) {
    if (target <= allocated) {
      return;
    }
    long base = segment.base();
    try {
      zero(file, allocated - base, target - base);
      allocated = target;
    } catch (IOException e) {
      if (!Failures.isFull(e, folder)) {
        throw Failures.writing(segment.path(), e);
      }
      giveBack(e);
      throw Failures.full(segment.path(), e);
    }
  }

  /// Others may need the little room there is more than our zeros do.
  private void giveBack(IOException full) {
    try {
      file.truncate(allocated - segment.base());
    } catch (IOException e) {
      e.addSuppressed(full);
      throw Failures.writing(segment.path(), e);
    }
  }

  private void begin() {
    var next = begin(disk, folder, tail);
    try {
      var opened = disk.open(next.path());
      cut();
      file.close();
      file = opened;
      segment = next;
      allocated = next.base() + opened.size();
      tail = next.base() + Segment.HEADER;
    } catch (IOException e) {
      throw Failures.writing(next.path(), e);
    }
  }

  /// Ends the file where the frames end.
  private void cut() {
    try {
      file.truncate(tail - segment.base());
      file.sync();
      allocated = tail;
    } catch (IOException e) {
      throw Failures.writing(segment.path(), e);
    }
  }

  /// Behind what was cut off; without room for it the next start says that the file ends bare.
  private void keepSpare() {
    try {
      allocate(tail + SPARE);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
    }
  }

  void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Failures.writing(segment.path(), e);
    }
  }
}
