package io.ipvm.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A file of this machine, written through an API that interrupts do not reach.
final class LocalFile implements Disk.Written {
  private final RandomAccessFile file;

  LocalFile(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
  }

  @Override
  public void write(byte[] bytes, int length, long position) throws IOException {
    file.seek(position);
    file.write(bytes, 0, length);
  }

  @Override
  public void sync() throws IOException {
    // The one call here that an interrupt would reach; the committer, which makes it, gets none.
    file.getChannel().force(false);
  }

  @Override
  public void truncate(long size) throws IOException {
    file.setLength(size);
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
