package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies the log and the packs of a store, also while another process writes to it.
///
/// *Why a copy made while files grow is whole.* A log and a pack only ever grow at their ends, and
/// blocks are durable before a frame that names them is written. So the log is copied first and the
/// packs afterwards: whatever the copied part of the log names is in the packs by then. A frame
/// that was caught in the middle is a torn tail, which opening a store cuts off. The index is not
/// copied, it is made from the log; keys are not copied either, they are for `key export`.
///
/// *Increments.* A segment or pack with a successor changes only when it is compacted. One that the
/// target has in the same form is kept; only what is new is copied. A compaction in the middle of a
/// backup makes it begin again. Each file gets its name when its content is durable, so a copy that
/// was broken off is taken up by the next one.
///
/// @param files files that were copied
/// @param bytes bytes that were copied
/// @param kept files that the target had already
public record Backup(int files, long bytes, int kept) {
  private static final String UNFINISHED = ".part";
  private static final String RESTORING = "restoring";
  private static final int ATTEMPTS = 5;
  private static final int STEP = 1024 * 1024;

  /// Room for the tables of contents that compacted files begin with.
  private static final int FORM = 64 * 1024;

  /// Bytes of the first segment that tell two stores apart.
  private static final int FINGERPRINT = 4096;

  /// Brings `target` up to what the store in `dataDir` holds.
  ///
  /// @param target an earlier backup of the same store, or a folder that is empty or not there yet
  /// @throws IpvmException `NOT_FOUND` if there is no store, `CONFLICT` if the target holds
  ///   something else
  /// @throws StoreException if a file cannot be read or written
  public static Backup of(Path dataDir, Path target, EmbeddedStore.Progress progress) {
    var from = new DataFolder(dataDir);
    var to = new DataFolder(target);
    try {
      requireStore(from);
      requireTarget(from, to);
      to.create();
      return copy(from, to, progress);
    } catch (IOException e) {
      throw Failures.opening(target, e);
    }
  }

  private static Backup copy(DataFolder from, DataFolder to, EmbeddedStore.Progress progress)
      throws IOException {
    var copying = new Copying(progress);
    for (int i = 0; i < ATTEMPTS; i++) {
      var before = identities(from);
      copying.all(segments(from), to.log());
      copying.all(packs(from), to.packs());
      if (identities(from).entrySet().containsAll(before.entrySet())) {
        return copying.done();
      }
      // The store was compacted meanwhile: the log that was copied may name blocks that are gone.
    }
    throw new IpvmException(
        ErrorCode.CONFLICT, from.root() + " is being compacted: repeat the backup afterwards");
  }

  /// The files there are, each with what tells it from one that took its name.
  private static Map<Path, Object> identities(DataFolder folder) throws IOException {
    var identities = new HashMap<Path, Object>();
    var files = new ArrayList<>(segments(folder));
    files.addAll(packs(folder));
    for (var file : files) {
      var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      identities.put(file, key == null ? "" : key); // Windows tells nothing
    }
    return identities;
  }

  /// Makes a store in `dataDir` of a backup, after every record and block in it has been checked.
  ///
  /// @param dataDir has no store yet; keys may be there
  /// @throws IpvmException `NOT_FOUND` if there is no backup, `CONFLICT` if there is a store
  ///   already
  /// @throws StoreException `CORRUPT` if the backup is damaged; or if a file cannot be read or
  ///   written
  public static Backup restore(Path backup, Path dataDir, EmbeddedStore.Progress progress) {
    var from = new DataFolder(backup);
    var to = new DataFolder(dataDir);
    try {
      requireStore(from);
      requireNoStore(from, to);
      var found = Inspection.of(backup, progress);
      if (!found.damages().isEmpty()) {
        var first = found.damages().getFirst();
        throw Failures.corrupt(
            first.file(), first.offset(), first.what() + "; nothing was restored");
      }
      to.create();
      try (var _ = WriterLock.acquire(to.lock(), Clock.systemUTC())) {
        requireNoStore(from, to);
        return restore(from, to, progress);
      }
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  private static Backup restore(DataFolder from, DataFolder to, EmbeddedStore.Progress progress)
      throws IOException {
    var copying = new Copying(progress);
    copying.all(packs(from), to.packs());
    var log = Files.createDirectories(to.root().resolve(RESTORING));
    copying.all(segments(from), log);
    Files.delete(to.log()); // it is empty
    Files.move(log, to.log(), StandardCopyOption.ATOMIC_MOVE);
    Disk.syncFolder(to.root());
    return copying.done();
  }

  private static void requireStore(DataFolder from) throws IOException {
    if (segments(from).isEmpty()) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "there is no store in " + from.root());
    }
  }

  private static void requireNoStore(DataFolder from, DataFolder to) throws IOException {
    // Packs without a log are what a restoring left that was broken off.
    if (!isEmpty(to.log()) || !names(packs(from)).containsAll(names(packs(to)))) {
      throw new IpvmException(
          ErrorCode.CONFLICT, "there is a store in " + to.root() + " already; it is left as it is");
    }
  }

  private static List<Path> segments(DataFolder folder) throws IOException {
    return Segment.list(folder.log()).stream().map(Segment::path).toList();
  }

  private static List<Path> packs(DataFolder folder) throws IOException {
    return Pack.list(folder.packs()).stream().map(Pack::path).toList();
  }

  private static List<Path> names(List<Path> files) {
    return files.stream().map(Path::getFileName).toList();
  }

  private static void requireTarget(DataFolder from, DataFolder to) throws IOException {
    if (Files.exists(to.root()) && Files.exists(from.root()) && isSame(from, to)) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, to.root() + " is the data directory itself: name another folder");
    }
    if (!segments(to).isEmpty()) {
      if (!isSameLog(from, to)) {
        throw new IpvmException(
            ErrorCode.CONFLICT, to.root() + " holds another store; it is left as it is");
      }
    } else if (!isUnfinished(to)) {
      throw new IpvmException(
          ErrorCode.CONFLICT, to.root() + " is not empty and no backup; it is left as it is");
    }
  }

  /// Whether there is nothing, or what the first copy left when it was broken off.
  private static boolean isUnfinished(DataFolder to) throws IOException {
    if (!Files.isDirectory(to.root())) {
      return !Files.exists(to.root());
    }
    try (var files = Files.walk(to.root())) {
      return files.allMatch(file ->
          file.equals(to.root())
              || file.equals(to.log())
              || file.equals(to.packs())
              || file.getFileName().toString().endsWith(UNFINISHED));
    }
  }

  private static boolean isSameLog(DataFolder from, DataFolder to) throws IOException {
    var source = Segment.list(from.log()).getFirst();
    var target = Segment.list(to.log()).getFirst();
    // Of a compacted segment no more is known than the digest of how it began once.
    boolean compacted = isThin(source) || isThin(target);
    return compacted
        ? fingerprint(source).equals(fingerprint(target))
        : isPrefix(begin(target), begin(source));
  }

  private static boolean isThin(Segment segment) throws IOException {
    try (var reader = ThinSegment.open(segment)) {
      return reader instanceof ThinSegment;
    }
  }

  /// The digest by which one log is told from another.
  static Bytes fingerprint(Segment segment) throws IOException {
    try (var reader = ThinSegment.open(segment)) {
      return reader instanceof ThinSegment thin
          ? thin.fingerprint()
          : HashFunction.SHA2_256.digest(begin(segment));
    }
  }

  private static boolean isPrefix(Bytes first, Bytes whole) {
    return first.size() <= whole.size() && whole.slice(0, first.size()).equals(first);
  }

  private static boolean isSame(DataFolder from, DataFolder to) throws IOException {
    return Files.isSameFile(from.root(), to.root());
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  /// The begin of the log as far as it is written: runs have random ids, so no two logs that ran
  /// something begin alike.
  private static Bytes begin(Segment segment) throws IOException {
    try (var in = Files.newInputStream(segment.path())) {
      var begin = in.readNBytes(FINGERPRINT);
      int end = Math.min(Segment.HEADER, begin.length);
      while (begin.length - end >= Frame.HEADER && Frame.claimedSize(begin, end) > 0) {
        end += Math.min(Frame.HEADER + Frame.claimedSize(begin, end), begin.length - end);
      }
      return Bytes.owned(begin).slice(0, end);
    }
  }

  /// What has been done so far.
  private static final class Copying {
    private final EmbeddedStore.Progress progress;
    private int files;
    private int kept;
    private long bytes;

    Copying(EmbeddedStore.Progress progress) {
      this.progress = progress;
    }

    Backup done() {
      return new Backup(files, bytes, kept);
    }

    void all(List<Path> sources, Path folder) throws IOException {
      var wanted = new ArrayList<Path>();
      long total = 0;
      for (int i = 0; i < sources.size(); i++) {
        var source = sources.get(i);
        var target = folder.resolve(source.getFileName());
        boolean whole =
            i < sources.size() - 1
                && Files.exists(folder.resolve(sources.get(i + 1).getFileName()))
                && Files.exists(target);
        if (whole && isSame(source, target)) {
          kept++;
        } else {
          wanted.add(source);
          total += Files.size(source);
        }
      }
      long done = 0;
      for (var source : wanted) {
        done += one(source, folder, done, total);
      }
    }

    /// Whether two files with successors are the same: the form they have shows at their begin.
    private static boolean isSame(Path source, Path target) throws IOException {
      if (Files.size(source) != Files.size(target)) {
        return false;
      }
      try (var first = new ReadFile(source);
          var second = new ReadFile(target)) {
        return Arrays.equals(first.read(0, FORM), second.read(0, FORM));
      }
    }

    /// Copies what the file holds now; returns how much that is.
    private long one(Path source, Path folder, long done, long total) throws IOException {
      var target = folder.resolve(source.getFileName());
      var unfinished = folder.resolve(source.getFileName() + UNFINISHED);
      long copied = 0;
      try (var in = FileChannel.open(source, StandardOpenOption.READ);
          var out =
              FileChannel.open(
                  unfinished,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.allocateDirect(STEP);
        while (in.read(buffer.clear()) > 0) {
          buffer.flip();
          copied += buffer.remaining();
          while (buffer.hasRemaining()) {
            out.write(buffer);
          }
          progress.read(Math.min(done + copied, total), total);
        }
        out.force(true);
      }
      Files.move(
          unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      Disk.syncFolder(folder);
      files++;
      bytes += copied;
      return copied;
    }
  }
}
