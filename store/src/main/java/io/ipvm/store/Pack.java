package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One file of blocks, written from front to back.
///
/// Header, 16 bytes: `IPVM-PAK`, version (4), CRC-32C of those 12. Then blocks: `BLCK`, size of the
/// data (4), size of the CID (4), CRC-32C of those 12 and of the CID (4), CID, data. The data need
/// no checksum, the CID is one. Version 2 is a pack that was compacted, see [PackFile].
///
/// @param number packs are written in this order, from 0 on
record Pack(Path path, int number) {
  static final int HEADER = 16;
  static final int VERSION = 1;
  static final int THIN_VERSION = 2;

  /// When a pack has this size the next one is begun.
  static final long SIZE = 1L << 30;

  /// Larger contents are files of many blocks.
  static final int MAX_BLOCK = 64 * 1024 * 1024;

  private static final int ENTRY = 16;
  private static final int MAX_CID = 512;
  private static final int USUAL_CID = 64;
  private static final int WINDOW = 64 * 1024;
  private static final int BLOCK_MARK = 0x424C434B;
  private static final String SUFFIX = ".pack";
  private static final byte[] MAGIC = "IPVM-PAK".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /// Where the data of a block are.
  record Location(int pack, long offset, int size) {
    /// @throws IllegalArgumentException if nothing can be there: a damaged index said so
    Location {
      if (pack < 0 || offset < 0 || size < 0) {
        throw new IllegalArgumentException(
            "no block is in pack " + pack + " at " + offset + " with " + size + " bytes");
      }
    }

    /// Whether the block was written before that position was reached.
    boolean isBefore(PackPosition position) {
      return new PackPosition(pack, offset).compareTo(position) < 0;
    }
  }

  /// A block as its header describes it; the data have not been read.
  record Entry(Cid cid, Location location) {
    PackPosition end() {
      return new PackPosition(location.pack(), location.offset() + location.size());
    }
  }

  static Pack in(Path folder, int number) {
    return new Pack(folder.resolve(HexFormat.of().toHexDigits(number) + SUFFIX), number);
  }

  /// The packs of `folder` in the order they were written; none if there is no folder.
  static List<Pack> list(Path folder) throws IOException {
    var packs = new ArrayList<Pack>();
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        var digits = name.substring(0, name.length() - SUFFIX.length());
        try {
          packs.add(new Pack(file, HexFormat.fromHexDigits(digits)));
        } catch (IllegalArgumentException e) {
          throw new StoreException(
              StoreException.Kind.CORRUPT, file + " is no pack: its name is not a number", e);
        }
      }
    }
    packs.sort(Comparator.comparingInt(Pack::number));
    return packs;
  }

  static byte[] header(int version) {
    var header = Arrays.copyOf(MAGIC, HEADER);
    INT.set(header, 8, version);
    INT.set(header, HEADER - 4, checksum(header, 0, 12, 0));
    return header;
  }

  /// Refuses a file that is no pack or of a newer version; returns the version.
  int check(ReadFile file) throws IOException {
    var content = file.read(0, HEADER);
    if (content.length < HEADER
        || !Arrays.equals(content, 0, 8, MAGIC, 0, 8)
        || (int) INT.get(content, HEADER - 4) != checksum(content, 0, 12, 0)) {
      throw Failures.corrupt(
          path, 0, "it does not begin as a pack of blocks does; restore it from a copy");
    }
    int version = (int) INT.get(content, 8);
    if (version > THIN_VERSION) {
      throw new StoreException(
          StoreException.Kind.NEWER,
          path
              + " has pack version "
              + version
              + ", this program knows "
              + THIN_VERSION
              + ": use a newer ipvm");
    }
    return version;
  }

  /// How many bytes a block takes, and where in them its data begin.
  static int dataStart(Cid cid) {
    return ENTRY + cid.bytes().size();
  }

  /// The bytes of a block as they are written.
  static byte[] encode(Cid cid, Bytes data) {
    int start = dataStart(cid);
    var entry = new byte[start + data.size()];
    INT.set(entry, 0, BLOCK_MARK);
    INT.set(entry, 4, data.size());
    INT.set(entry, 8, cid.bytes().size());
    cid.bytes().copyTo(entry, ENTRY);
    INT.set(entry, 12, checksum(entry, ENTRY, cid.bytes().size(), 12));
    data.copyTo(entry, start);
    return entry;
  }

  /// The block that begins at `offset`; empty if no whole, intact one does before `end`.
  Optional<Entry> read(PackFile file, long offset, long end) throws IOException {
    var head = file.read(offset, ENTRY + USUAL_CID);
    if (head.length < ENTRY || (int) INT.get(head, 0) != BLOCK_MARK) {
      return Optional.empty();
    }
    int size = (int) INT.get(head, 4);
    int cidSize = (int) INT.get(head, 8);
    if (size < 0 || size > MAX_BLOCK || cidSize < 1 || cidSize > MAX_CID) {
      return Optional.empty();
    }
    if (cidSize > USUAL_CID) {
      head = file.read(offset, ENTRY + cidSize);
    }
    long data = offset + ENTRY + cidSize;
    if (head.length < ENTRY + cidSize
        || data + size > end
        || (int) INT.get(head, 12) != checksum(head, ENTRY, cidSize, 12)) {
      return Optional.empty();
    }
    try {
      var cid = Cid.of(Bytes.owned(Arrays.copyOfRange(head, ENTRY, ENTRY + cidSize)));
      return Optional.of(new Entry(cid, new Location(number, data, size)));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// The first place from `from` on that bears the mark a block begins with; `end` if none does.
  static long findMark(PackFile file, long from, long end) throws IOException {
    for (long at = from; at < end; at += WINDOW) {
      var window = file.read(at, WINDOW + Integer.BYTES - 1);
      for (int i = 0; i <= window.length - Integer.BYTES; i++) {
        if ((int) INT.get(window, i) == BLOCK_MARK) {
          return at + i;
        }
      }
    }
    return end;
  }

  /// Of the first `fixed` bytes and of `length` bytes from `at` on.
  private static int checksum(byte[] bytes, int at, int length, int fixed) {
    var crc = new CRC32C();
    crc.update(bytes, 0, fixed);
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }
}
