package io.ipvm.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A file many threads read at any position.
///
/// An interrupt of one reader closes the channel for all of them (`FileChannel` is interruptible);
/// then it is opened again, the read is done, and the interrupt is kept for the caller to see.
final class ReadFile implements Closeable {
  private final Path path;
  private final Object lock = new Object();

  // Written under `lock`; read without it, a stale one is only closed and replaced again.
  private volatile FileChannel channel;
  private volatile boolean closed;

  ReadFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  Path path() {
    return path;
  }

  long size() throws IOException {
    return Files.size(path);
  }

  /// At most `length` bytes from `position` on; fewer only at the end of the file.
  byte[] read(long position, int length) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        var current = channel;
        try {
          return read(current, position, length);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] read(FileChannel channel, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position());
      if (count < 0) {
        break;
      }
    }
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  private void reopen(ClosedChannelException cause) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw cause;
      }
      if (!channel.isOpen()) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      channel.close();
    }
  }
}
