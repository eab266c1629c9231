package io.ipvm.store;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Everything the store writes to a disk, so that a test can let the n-th write or sync fail.
///
/// Reading needs no such door: a damaged file is a better test of it.
interface Disk {
  /// A file that is there or is made now, to be written.
  Written open(Path path) throws IOException;

  /// Gives a finished file in `folder` its name; afterwards the name is durable.
  void publish(Path folder, Path unfinished, Path name) throws IOException;

  /// A file being written. Only its owner's thread calls it, or callers take turns.
  ///
  /// Not a `FileChannel` for writing: an interrupt of the calling thread would close that one under
  /// everybody else.
  interface Written extends Closeable {
    void write(byte[] bytes, int length, long position) throws IOException;

    /// Makes the content durable; not the times in the file's inode.
    void sync() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Makes the names in `folder` durable, where the platform can.
  static void syncFolder(Path folder) throws IOException {
    if (File.separatorChar == '\\') {
      return; // Windows opens no folder, and its file system keeps a journal of names
    }
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// The disk of this machine.
  static Disk local() {
    return new Disk() {
      @Override
      public Written open(Path path) throws IOException {
        return new LocalFile(path);
      }

      @Override
      public void publish(Path folder, Path unfinished, Path name) throws IOException {
        Files.move(unfinished, name, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
      }
    };
  }
}
