package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads a CAR archive of version 1 or 2 block by block, from a stream of any length.
///
/// The header is read by the constructor. Every block is checked against its CID unless the options
/// say otherwise; what a length announces is allocated in steps, as bytes arrive. The index of a
/// version 2 archive comes after its blocks and is not read: see [CarFile]. Not for sharing between
/// threads. Source: ipld/ipld specs/transport/car, rules CAR-1 to CAR-3.
public final class CarReader implements AutoCloseable {
  /// Largest header, in bytes.
  public static final int MAX_HEADER = 1024 * 1024;

  /// Largest section, a CID and its block, in bytes.
  public static final int MAX_SECTION = 4 * 1024 * 1024;

  private static final int BUFFER = 16 * 1024;

  /// Enough for a block of the usual 256 KiB at once.
  private static final int FIRST_STEP = 512 * 1024;

  private static final int STEP = 8;

  /// What a reader may be asked to bend, and how much it reads.
  ///
  /// @param verify check each block against its CID
  /// @param rootless take an archive without roots, against the specification
  /// @param padded take a section of no bytes for the end, as some write it
  /// @param maxSize bytes of the whole archive
  public record Options(boolean verify, boolean rootless, boolean padded, long maxSize) {
    public static final Options STRICT = new Options(true, false, false, Long.MAX_VALUE);

    public Options unverified() {
      return new Options(false, rootless, padded, maxSize);
    }

    public Options orRootless() {
      return new Options(verify, true, padded, maxSize);
    }

    public Options orPadded() {
      return new Options(verify, rootless, true, maxSize);
    }

    public Options atMost(long size) {
      return new Options(verify, rootless, padded, size);
    }
  }

  private final InputStream in;
  private final Options options;

  /// Read ahead: the bytes from `next` to `filled` come before what `in` has left.
  private final byte[] buffer = new byte[BUFFER];

  private int next;
  private int filled;

  private final int version;
  private final List<Cid> roots;

  /// Bytes read so far.
  private long position;

  /// Where the sections end, if the archive says so.
  private long end = Long.MAX_VALUE;

  /// Where the last section that was read began.
  private long section;

  public CarReader(InputStream in) throws IOException {
    this(in, Options.STRICT);
  }

  /// Reads the header.
  ///
  /// @throws MalformedException if it is none, of another version, or too large
  public CarReader(InputStream in, Options options) throws IOException {
    this.in = requireNonNull(in);
    this.options = requireNonNull(options);
    var header = header();
    if (header.version == 1) {
      version = 1;
      roots = header.roots;
      return;
    }
    version = 2;
    var layout = CarLayout.read(Bytes.owned(take(CarLayout.SIZE)));
    skip(layout.dataOffset() - position);
    end = layout.dataEnd();
    var inner = header();
    if (inner.version != 1) {
      throw refused("archive of version " + inner.version + " within one of version 2", position);
    }
    roots = inner.roots;
  }

  private record Header(int version, List<Cid> roots) {}

  private Header header() throws IOException {
    int size = length("header", MAX_HEADER);
    if (size < 0) {
      throw refused("no header", position);
    }
    var bytes = Bytes.owned(take(size));
    try {
      var fields = Fields.of(DagCbor.decode(bytes), "header");
      long number = fields.requireLong("version");
      if (number == 2 && position == CarLayout.PRAGMA.size()) {
        fields.end();
        return new Header(2, List.of());
      }
      if (number != 1) {
        throw new MalformedException("version " + number + ", those read here are 1 and 2");
      }
      var found = fields.requireLinks("roots");
      fields.end();
      if (found.isEmpty() && !options.rootless) {
        throw new MalformedException("header without roots");
      }
      return new Header(1, found);
    } catch (MalformedException e) {
      throw new MalformedException("CAR: " + e.getMessage(), e);
    }
  }

  /// 1 or 2.
  public int version() {
    return version;
  }

  public List<Cid> roots() {
    return roots;
  }

  /// The next block, or nothing at the end.
  ///
  /// @throws MalformedException if a section is broken or too large
  /// @throws IpvmException `MISMATCH` if a block is not what its CID names, `UNAVAILABLE` if its
  ///   hash function is not known here
  public Optional<Block> next() throws IOException {
    long start = position;
    int size = length("section", MAX_SECTION);
    if (size < 0) {
      return Optional.empty();
    }
    if (size == 0) {
      if (options.padded) {
        end = position;
        return Optional.empty();
      }
      throw refused("section of no bytes", start);
    }
    section = start;
    return Optional.of(block(Bytes.owned(take(size)), start));
  }

  private Block block(Bytes bytes, long start) {
    var reader = new BytesReader(bytes);
    Cid cid;
    try {
      cid = reader.cid();
    } catch (MalformedException e) {
      throw refused("section with a broken CID: " + e.getMessage() + ", section", start);
    }
    return options.verify ? Block.verified(cid, reader.rest()) : new Block(cid, reader.rest());
  }

  /// Where, in the archive, the section of the last block began.
  long section() {
    return section;
  }

  /// Puts all blocks that are left into `sink`, and says how many there were.
  ///
  /// @throws MalformedException if a section is broken or too large
  /// @throws IpvmException `MISMATCH` if a block is not what its CID names
  public long copyTo(BlockSink sink) throws IOException {
    long count = 0;
    for (var block = next(); block.isPresent(); block = next()) {
      sink.put(block.get());
      count++;
    }
    return count;
  }

  /// The length of a header or section, or -1 where the archive ends.
  private int length(String what, int limit) throws IOException {
    long start = position;
    if (start == end) {
      return -1;
    }
    fill();
    if (next == filled) {
      if (end != Long.MAX_VALUE) {
        throw refused("cut off " + (end - start) + " bytes before the end of its data", start);
      }
      return -1;
    }
    long length;
    try {
      length = Varint.read(buffer, next, Math.min(filled, next + Varint.MAX_SIZE));
    } catch (MalformedException e) {
      throw refused(what + " length: " + e.getMessage(), start);
    }
    int size = Varint.size(length);
    next += size;
    position += size;
    if (length > limit) {
      throw refused(what + " of " + length + " bytes, limit " + limit, start);
    }
    if (length > end - position) {
      throw refused(what + " reaches beyond the data, which ends at " + end, start);
    }
    if (length > options.maxSize - position) {
      throw refused("archive is larger than the limit of " + options.maxSize + " bytes", start);
    }
    return (int) length;
  }

  /// Makes room for a whole varint in the buffer, if the archive has one.
  private void fill() throws IOException {
    if (filled - next >= Varint.MAX_SIZE) {
      return;
    }
    System.arraycopy(buffer, next, buffer, 0, filled - next);
    filled -= next;
    next = 0;
    while (filled < Varint.MAX_SIZE) {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        return;
      }
      filled += read;
    }
  }

  private void skip(long size) throws IOException {
    for (long left = size; left > 0; ) {
      left -= take((int) Math.min(left, BUFFER)).length;
    }
  }

  private byte[] take(int size) throws IOException {
    int have = Math.min(size, filled - next);
    // What is in the buffer is there; beyond it, trust a length only step by step.
    var bytes = new byte[Math.min(size, Math.max(have, FIRST_STEP))];
    System.arraycopy(buffer, next, bytes, 0, have);
    next += have;
    while (true) {
      have += in.readNBytes(bytes, have, bytes.length - have);
      if (have == size) {
        position += size;
        return bytes;
      }
      if (have < bytes.length) {
        throw refused("cut off after " + have + " of " + size + " bytes", position + have);
      }
      bytes = Arrays.copyOf(bytes, Math.min(size, bytes.length * STEP));
    }
  }

  private static MalformedException refused(String what, long at) {
    return new MalformedException("CAR: " + what + " at offset " + at);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
