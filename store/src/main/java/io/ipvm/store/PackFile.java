package io.ipvm.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// The blocks of a pack by the offsets they were written at, also when the pack was compacted.
///
/// *An offset never changes.* A compacted pack lacks the blocks that were deleted; of what is left
/// it says which stretch of the pack as it was written lies where now. So indexes and positions
/// stay as they are, and whoever looks for a deleted block finds a hole, not damage.
///
/// Behind the header of a [Pack], version 2: offset where the pack ended (8), number of stretches
/// (4), for each its first offset (8) and its length (8), CRC-32C of all that (4); then the
/// stretches one behind the other.
final class PackFile implements Closeable {
  private static final int TABLE = Pack.HEADER + Long.BYTES + Integer.BYTES;
  private static final int ROW = 2 * Long.BYTES;

  private final ReadFile file;
  private final boolean thin;
  private final long thinEnd;

  /// Only of a compacted pack; in order.
  private final List<Stretch> stretches;

  private final long[] starts;

  /// Some blocks that follow each other.
  ///
  /// @param start offset of the first
  /// @param at where that one is in the file now
  record Stretch(long start, long length, long at) {
    long end() {
      return start + length;
    }
  }

  private PackFile(ReadFile file, boolean thin, long thinEnd, List<Stretch> stretches) {
    this.file = file;
    this.thin = thin;
    this.thinEnd = thinEnd;
    this.stretches = List.copyOf(stretches);
    starts = stretches.stream().mapToLong(Stretch::start).toArray();
  }

  /// @throws StoreException `CORRUPT` if it does not begin as a pack does, `NEWER` if a newer
  ///   program wrote it
  static PackFile open(Pack pack) throws IOException {
    var file = new ReadFile(pack.path());
    try {
      return pack.check(file) == Pack.THIN_VERSION
          ? openThin(pack, file)
          : new PackFile(file, false, 0, List.of());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static PackFile openThin(Pack pack, ReadFile file) throws IOException {
    var head = file.read(0, TABLE);
    int count = head.length < TABLE ? -1 : ByteBuffer.wrap(head).getInt(TABLE - Integer.BYTES);
    long size = TABLE + (long) count * ROW + Integer.BYTES;
    if (count < 0 || size > file.size()) {
      throw damagedTable(pack);
    }
    var table = ByteBuffer.wrap(file.read(0, (int) size));
    if (table.getInt((int) size - Integer.BYTES) != checksum(table.array(), size)) {
      throw damagedTable(pack);
    }
    table.position(Pack.HEADER);
    long end = table.getLong();
    table.getInt();
    var stretches = new ArrayList<Stretch>(count);
    long at = size;
    for (int i = 0; i < count; i++) {
      var stretch = new Stretch(table.getLong(), table.getLong(), at);
      stretches.add(stretch);
      at += stretch.length();
    }
    if (at != file.size()) {
      throw Failures.corrupt(
          pack.path(),
          Math.min(at, file.size()),
          "it has " + file.size() + " bytes, not " + at + "; restore it from a copy");
    }
    return new PackFile(file, true, end, stretches);
  }

  private static StoreException damagedTable(Pack pack) {
    return Failures.corrupt(
        pack.path(),
        Pack.HEADER,
        "the checksum of its table of contents is wrong; restore it from a copy");
  }

  private static int checksum(byte[] bytes, long size) {
    var crc = new CRC32C();
    crc.update(bytes, 0, (int) size - Integer.BYTES);
    return (int) crc.getValue();
  }

  /// What stands before the stretches of a compacted pack.
  static byte[] thinHeader(long end, List<Stretch> kept) {
    int size = TABLE + kept.size() * ROW + Integer.BYTES;
    var bytes = ByteBuffer.allocate(size);
    bytes.put(Pack.header(Pack.THIN_VERSION)).putLong(end).putInt(kept.size());
    kept.forEach(stretch -> bytes.putLong(stretch.start()).putLong(stretch.length()));
    bytes.putInt(checksum(bytes.array(), size));
    return bytes.array();
  }

  /// Whether it was compacted, so that it will not grow, and every byte of it is known.
  boolean isThin() {
    return thin;
  }

  /// Offset behind the last block, deleted or not.
  long end() throws IOException {
    return thin ? thinEnd : file.size();
  }

  /// Where blocks are, in order.
  List<Stretch> stretches() throws IOException {
    return thin
        ? stretches
        : List.of(new Stretch(Pack.HEADER, Math.max(0, file.size() - Pack.HEADER), Pack.HEADER));
  }

  /// Whether nothing is at `offset`, because it was deleted.
  boolean isHole(long offset) {
    return thin && offset < thinEnd && find(offset) < 0;
  }

  private int find(long offset) {
    int place = Arrays.binarySearch(starts, offset);
    int candidate = place >= 0 ? place : -place - 2;
    return candidate >= 0 && offset < stretches.get(candidate).end() ? candidate : -1;
  }

  /// At most `length` bytes from `offset` on; fewer only where blocks end.
  byte[] read(long offset, int length) throws IOException {
    if (!thin) {
      return file.read(offset, length);
    }
    int found = find(offset);
    if (found < 0) {
      return new byte[0];
    }
    var stretch = stretches.get(found);
    return file.read(
        stretch.at() + offset - stretch.start(), (int) Math.min(length, stretch.end() - offset));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
