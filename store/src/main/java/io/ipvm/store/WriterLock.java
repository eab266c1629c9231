package io.ipvm.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/// One writer per data directory: a lock of the operating system, which a dead process cannot keep,
/// and in the same file, for people, who holds it.
///
/// The lock is on a byte far behind the text, because Windows lets nobody read what is locked.
final class WriterLock implements AutoCloseable {
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final int LONGEST_TEXT = 1024;

  private final FileChannel channel;
  private final FileLock lock;

  private WriterLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// @throws StoreException `LOCKED` if another process (or another store of this one) has it
  static WriterLock acquire(Path path, Clock clock) {
    try {
      var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        var lock = channel.tryLock(LOCKED_BYTE, 1, false);
        if (lock == null) {
          throw locked(path, channel);
        }
        var writerLock = new WriterLock(channel, lock);
        writerLock.describe("process " + ProcessHandle.current().pid(), clock);
        return writerLock;
      } catch (OverlappingFileLockException e) {
        throw locked(path, channel);
      }
    } catch (IOException e) {
      throw Failures.opening(path, e);
    }
  }

  private static StoreException locked(Path path, FileChannel channel) throws IOException {
    channel.close();
    return new StoreException(
        StoreException.Kind.LOCKED,
        path.toAbsolutePath().getParent()
            + " is in use by "
            + holder(path)
            + ": wait until it ends, stop it, or use another data directory");
  }

  /// Who says it holds the lock at `path`.
  static String holder(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var text = new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "another process" : text;
    }
  }

  /// Says who holds the lock, for instance with the address of a server.
  void describe(String holder, Clock clock) throws IOException {
    var since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var text = (holder + " since " + since + "\n").getBytes(StandardCharsets.UTF_8);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text), 0);
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "the lock of the store cannot be given back", e);
    }
  }
}
