package io.ipvm.store;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much room a store may take on its disk.
///
/// A store that reaches it is as one on a full disk: what would make a file longer is refused
/// before anything of it happened (`FULL`), nothing that was acknowledged is touched, and it goes
/// on when there is room again. There are warnings before, at [#WARNINGS].
///
/// Log and packs are counted by the byte as they grow, the index as it is when the store opens: it
/// grows behind them, and its room is not theirs to refuse. What cleans up or compacts is not bound
/// by the quota.
///
/// @param bytes at most so many; 0 is no limit
public record Quota(long bytes) {
  public static final Quota NONE = new Quota(0);

  /// Percent of the quota at which a warning is due, once each.
  static final List<Integer> WARNINGS = List.of(80, 90);

  private static final Logger LOG = LoggerFactory.getLogger(Quota.class);

  public Quota {
    if (bytes < 0) {
      throw new IpvmException(ErrorCode.CALLER_ERROR, "quota is " + bytes + " bytes");
    }
  }

  /// A warning if `used` bytes are close to the quota, or beyond it.
  public Optional<String> warning(long used) {
    return level(used) == 0
        ? Optional.empty()
        : Optional.of(
            "the store takes "
                + used
                + " bytes, "
                + percent(used)
                + " % of its quota of "
                + bytes
                + ": ipvm store gc makes room");
  }

  private long percent(long used) {
    return (long) (100.0 * used / bytes);
  }

  /// How many of the warnings are due.
  private int level(long used) {
    return bytes == 0
        ? 0
        : (int) WARNINGS.stream().filter(percent -> percent(used) >= percent).count();
  }

  /// `disk`, on which files grow no further than this quota.
  ///
  /// @param used bytes that are taken already
  Disk on(Disk disk, long used) {
    return bytes == 0 ? disk : new LimitedDisk(this, disk, used);
  }

  /// Counts what files grow and shrink by. Called by the committer and by whoever puts blocks.
  private static final class LimitedDisk implements Disk {
    private final Quota quota;
    private final Disk disk;

    // Guarded by this object.
    private long used;
    private int warned;

    LimitedDisk(Quota quota, Disk disk, long used) {
      this.quota = quota;
      this.disk = disk;
      this.used = used;
      warned = quota.level(used); // the store says so as it opens
    }

    private void grow(long by) throws IOException {
      var warning = Optional.<String>empty();
      synchronized (this) {
        if (by > 0 && used + by > quota.bytes()) {
          // In the words of a file system, which Failures knows.
          throw new IOException(
              Failures.QUOTA
                  + ": the store takes "
                  + used
                  + " bytes of "
                  + quota.bytes()
                  + ", and "
                  + by
                  + " more are wanted");
        }
        used += by;
        if (quota.level(used) > warned) {
          warned = quota.level(used);
          warning = quota.warning(used);
        }
      }
      warning.ifPresent(LOG::warn);
    }

    @Override
    public Written open(Path path) throws IOException {
      var file = disk.open(path);
      return new Written() {
        // Only the owner's thread writes, or callers take turns.
        private long size = file.size();

        @Override
        public void write(byte[] bytes, int length, long position) throws IOException {
          long growth = Math.max(0, position + length - size);
          grow(growth);
          try {
            file.write(bytes, length, position);
            size += growth;
          } catch (IOException e) {
            grow(-growth);
            throw e;
          }
        }

        @Override
        public void sync() throws IOException {
          file.sync();
        }

        @Override
        public void truncate(long length) throws IOException {
          file.truncate(length);
          if (length < size) {
            grow(length - size);
            size = length;
          }
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

  /// What to say as a store of so many bytes opens.
  List<String> notes(long used) {
    var notes = new ArrayList<String>();
    warning(used).ifPresent(notes::add);
    return notes;
  }
}
