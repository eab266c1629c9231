package io.ipvm.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Everything a data directory holds, read and checked: the checksum of every record of the log,
/// every block against its CID, and what the index says against both.
///
/// Unlike opening a store, which stops at the first damage, this goes on behind it, so that a
/// person sees all there is to mend at once. It changes nothing and takes no lock; what another
/// process is writing meanwhile is no damage.
///
/// @param records intact ones
/// @param blocks intact ones
/// @param bytes how much was read
/// @param damages in the order of the files
public record Inspection(long records, long blocks, long bytes, List<Damage> damages) {
  public Inspection {
    damages = List.copyOf(damages);
  }

  /// One place that is not as it was written.
  ///
  /// @param offset of the damaged record or block in `file`
  /// @param what is wrong there
  /// @param advice what puts it right
  public record Damage(Path file, long offset, String what, String advice) {
    public Damage {
      requireNonNull(file);
      requireNonNull(what);
      requireNonNull(advice);
    }
  }

  /// Reads the store in `dataDir`; one that is not there is whole.
  ///
  /// @param progress hears how much of the files is done
  /// @throws StoreException if files cannot be read at all
  public static Inspection of(Path dataDir, EmbeddedStore.Progress progress) {
    var folder = new DataFolder(dataDir);
    try {
      var segments = Segment.list(folder.log());
      var packs = Pack.list(folder.packs());
      long total = 0;
      for (var segment : segments) {
        total += Files.size(segment.path());
      }
      for (var pack : packs) {
        total += Files.size(pack.path());
      }
      var tally = new Tally(total, progress);
      // The packs end where the log ended or later: what it vouches for is there.
      var vouched = new LogInspection(segments, tally).run();
      new PackInspection(packs, vouched, tally).run();
      if (tally.isWhole()) {
        new IndexInspection(folder, tally).run();
      }
      return tally.inspection();
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  /// What is counted on the way.
  static final class Tally {
    private final long total;
    private final EmbeddedStore.Progress progress;
    private final List<Damage> damages = new ArrayList<>();
    private long records;
    private long blocks;
    private long bytes;

    Tally(long total, EmbeddedStore.Progress progress) {
      this.total = total;
      this.progress = progress;
    }

    void record() {
      records++;
    }

    void block() {
      blocks++;
    }

    void read(long count) {
      bytes += count;
      progress.read(Math.min(bytes, total), total);
    }

    void damaged(Damage damage) {
      damages.add(damage);
    }

    boolean isWhole() {
      return damages.isEmpty();
    }

    /// Whether nothing was found in that file yet.
    boolean isWhole(Path file) {
      return damages.stream().noneMatch(damage -> damage.file().equals(file));
    }

    /// What was damaged is there once more, and whole.
    void mended(Damage damage) {
      damages.remove(damage);
    }

    Inspection inspection() {
      return new Inspection(records, blocks, bytes, damages);
    }
  }
}
