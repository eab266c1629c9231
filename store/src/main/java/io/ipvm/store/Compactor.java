package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.workflow.RunId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Writes segments and packs anew without what is not kept.
///
/// *Why a crash loses nothing.* A file is written beside the one it replaces, synced, and takes its
/// name in one step; until then the old one counts, afterwards the new one. Nothing that stays
/// changes its position, so no index has to be changed in the same moment. An index that still
/// knows what went leads to a hole, and whoever follows it there finds nothing instead of damage.
///
/// Only sealed files are written anew: segments and packs with a successor, which nobody appends
/// to. Runs leave the list before the first of their records leaves the log, so that none is shown
/// in part.
final class Compactor {
  static final String UNFINISHED = ".part";
  private static final int STEP = 1024 * 1024;

  private final Keeping.Contents store;
  private final Disk disk;
  private final Predicate<LogEntry> entries;
  private final Predicate<Pack.Entry> blocks;
  private final EmbeddedStore.Progress progress;

  /// @param entries which log entries stay; a [LogEntry.Synced] that is not the last one of its
  ///   segment never does
  /// @param blocks which blocks stay
  Compactor(
      Keeping.Contents store,
      Disk disk,
      Predicate<LogEntry> entries,
      Predicate<Pack.Entry> blocks,
      EmbeddedStore.Progress progress) {
    this.store = store;
    this.disk = disk;
    this.entries = entries;
    this.blocks = blocks;
    this.progress = progress;
  }

  /// What would go.
  ///
  /// @param segment whether some of it is in the segment being written
  /// @param pack whether some of it is in the pack being written
  record Waste(
      Records records, List<Pack.Entry> blocks, long blockBytes, boolean segment, boolean pack) {}

  /// Records of the log, and how many receipts are among them.
  record Records(long count, long receipts, long bytes) {
    static final Records NONE = new Records(0, 0, 0);

    Records plus(Frame frame, LogEntry entry) {
      boolean receipt = entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued _);
      return new Records(
          count + 1, receipts + (receipt ? 1 : 0), bytes + frame.end() - frame.position());
    }
  }

  /// Looks at everything, changes nothing.
  Waste waste() throws IOException {
    var segments = store.segments();
    var packs = store.packs();
    long lastBase = segments.isEmpty() ? 0 : segments.getLast().base();
    var found =
        new Object() {
          Records records = Records.NONE;
          boolean segment;
          boolean pack;
          long bytes;
        };
    LogWalk.over(
        segments,
        (frame, entry) -> {
          if (!(entry instanceof LogEntry.Synced) && !entries.test(entry)) {
            found.records = found.records.plus(frame, entry);
            found.segment |= frame.position() >= lastBase;
          }
        });
    var dead = new ArrayList<Pack.Entry>();
    for (var pack : packs) {
      boolean last = pack.equals(packs.getLast());
      PackWalk.over(
          pack,
          entry -> {
            if (isDead(entry)) {
              dead.add(entry);
              found.bytes += Pack.dataStart(entry.cid()) + entry.location().size();
              found.pack |= last;
            }
          });
    }
    return new Waste(found.records, List.copyOf(dead), found.bytes, found.segment, found.pack);
  }

  /// A block that is not kept, or a copy of one that a later copy stands in for.
  private boolean isDead(Pack.Entry entry) {
    if (!blocks.test(entry)) {
      return true;
    }
    var read = store.blocks().locate(entry.cid());
    return read.isPresent()
        && !read.get().equals(entry.location())
        && store.blocks().find(entry.cid()).isPresent();
  }

  /// Writes all sealed segments anew that are not compressed yet or hold what is not kept; returns
  /// how many.
  int segments() throws IOException {
    int written = 0;
    var all = store.segments();
    for (int i = 0; i < all.size() - 1; i++) {
      written += segment(all.get(i), all.get(i + 1).base()) ? 1 : 0;
      progress.read(all.get(i + 1).base(), all.getLast().base());
    }
    return written;
  }

  private boolean segment(Segment segment, long end) throws IOException {
    var frames = LogWalk.sealed(segment, end);
    long synced =
        frames.stream()
            .filter(frame -> EntryCodec.read(frame) instanceof LogEntry.Synced)
            .mapToLong(Frame::position)
            .max()
            .orElse(-1);
    var thin = new ThinSegment.Builder(segment, end, Backup.fingerprint(segment));
    var dropped = new ArrayList<Purge.Receipt>();
    int kept = 0;
    for (var frame : frames) {
      var entry = EntryCodec.read(frame);
      if (entry instanceof LogEntry.Synced ? frame.position() == synced : entries.test(entry)) {
        thin.add(frame);
        kept++;
      } else if (entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued)) {
        dropped.add(Purge.Receipt.of(frame.position(), issued));
      }
    }
    if (kept == frames.size() && isThin(segment)) {
      return false;
    }
    replace(segment.path(), List.of(Bytes.owned(thin.build())));
    purge(Purge.ofReceipts(dropped));
    return true;
  }

  private static boolean isThin(Segment segment) throws IOException {
    try (var file = new ReadFile(segment.path())) {
      return segment.check(file.read(0, Segment.HEADER)) == Segment.THIN_VERSION;
    }
  }

  /// Writes all sealed packs anew that hold what is not kept; returns how many.
  int packs() throws IOException {
    int written = 0;
    var all = store.packs();
    for (int i = 0; i < all.size() - 1; i++) {
      written += pack(all.get(i)) ? 1 : 0;
      progress.read(i + 1, all.size());
    }
    return written;
  }

  private boolean pack(Pack pack) throws IOException {
    var dropped = new ArrayList<Pack.Entry>();
    var kept = new ArrayList<PackFile.Stretch>();
    boolean whole =
        PackWalk.over(
            pack,
            entry -> {
              if (isDead(entry)) {
                dropped.add(entry);
              } else {
                add(kept, entry);
              }
            });
    if (!whole) {
      throw Failures.corrupt(
          pack.path(), 0, "a block in it is damaged; ipvm doctor says which, mend it first");
    }
    if (dropped.isEmpty()) {
      return false;
    }
    // The index first: a block it does not know is written again when somebody puts it, one that it
    // knows is not.
    purge(Purge.ofBlocks(dropped));
    copy(pack, kept);
    return true;
  }

  private static void add(List<PackFile.Stretch> kept, Pack.Entry entry) {
    long start = entry.location().offset() - Pack.dataStart(entry.cid());
    long end = entry.end().offset();
    if (!kept.isEmpty() && kept.getLast().end() == start) {
      start = kept.removeLast().start();
    }
    kept.add(new PackFile.Stretch(start, end - start, 0));
  }

  private void copy(Pack pack, List<PackFile.Stretch> kept) throws IOException {
    try (var from = PackFile.open(pack)) {
      var target = unfinished(pack.path());
      try (var to = disk.open(target)) {
        to.truncate(0);
        var header = PackFile.thinHeader(from.end(), kept);
        to.write(header, header.length, 0);
        long at = header.length;
        for (var stretch : kept) {
          for (long offset = stretch.start(); offset < stretch.end(); ) {
            var bytes = from.read(offset, (int) Math.min(STEP, stretch.end() - offset));
            if (bytes.length == 0) {
              throw new EOFException("it ends at byte " + offset);
            }
            to.write(bytes, bytes.length, at);
            offset += bytes.length;
            at += bytes.length;
          }
        }
        to.sync();
      }
      disk.publish(store.folder().packs(), target, pack.path());
    } catch (IOException e) {
      throw failed(pack.path(), e);
    }
  }

  private void replace(Path file, List<Bytes> content) {
    var target = unfinished(file);
    try {
      try (var to = disk.open(target)) {
        to.truncate(0);
        long at = 0;
        for (var bytes : content) {
          to.write(bytes.toArray(), bytes.size(), at);
          at += bytes.size();
        }
        to.sync();
      }
      disk.publish(store.folder().log(), target, file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static StoreException failed(Path file, IOException e) {
    try {
      Files.deleteIfExists(unfinished(file));
    } catch (IOException left) {
      e.addSuppressed(left); // the next one who opens the store deletes it
    }
    return Failures.opening(file, e);
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /// Takes runs off the list.
  void unlist(List<RunId> runs) {
    purge(Purge.ofRuns(runs));
  }

  private void purge(Purge purge) {
    if (store.catalog().index() instanceof SqliteIndex index) {
      index.purge(purge);
    }
  }

  /// Deletes what a compaction left that was broken off.
  static void tidy(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
        for (var file : files) {
          Files.delete(file);
        }
      }
    }
  }
}
