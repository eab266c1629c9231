package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A disk that fails when a test says so.
final class FaultyDisk implements Disk {
  /// What is asked of the disk.
  enum Operation {
    WRITE,
    SYNC
  }

  static final String FULL = "No space left on device";

  private final Disk disk = Disk.local();
  private final AtomicInteger count = new AtomicInteger();

  // Written by the test, read by the store's threads.
  private volatile Predicate<Operation> faulty = _ -> false;
  private volatile String message = "Input/output error";

  /// From now on fails every operation that `operations` picks.
  void fail(Predicate<Operation> operations, String saying) {
    message = saying;
    faulty = operations;
  }

  /// From now on fails the `n`th operation of that kind (the first is 1) and no other.
  void failOnce(Operation kind, int n) {
    count.set(0);
    faulty = operation -> operation == kind && count.incrementAndGet() == n;
  }

  void heal() {
    faulty = _ -> false;
  }

  private void check(Operation operation) throws IOException {
    if (faulty.test(operation)) {
      throw new IOException(message);
    }
  }

  @Override
  public Written open(Path path) throws IOException {
    var file = disk.open(path);
    return new Written() {
      @Override
      public void write(byte[] bytes, int length, long position) throws IOException {
        check(Operation.WRITE);
        file.write(bytes, length, position);
      }

      @Override
      public void sync() throws IOException {
        check(Operation.SYNC);
        file.sync();
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void publish(Path folder, Path unfinished, Path name) throws IOException {
    disk.publish(folder, unfinished, name);
  }
}
