package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads a CAR archive of version 1 block by block, from a stream of any length.
///
/// The header is read by the constructor. Every block is checked against its CID unless the options
/// say otherwise; what a length announces is allocated in steps, as bytes arrive. Not for sharing
/// between threads. Source: ipld/ipld specs/transport/car/carv1, rules CAR-1 and CAR-3.
public final class CarReader implements AutoCloseable {
  /// Largest header, in bytes.
  public static final int MAX_HEADER = 1024 * 1024;

  /// Largest section, a CID and its block, in bytes.
  public static final int MAX_SECTION = 4 * 1024 * 1024;

  private static final int FIRST_STEP = 64 * 1024;
  private static final int STEP = 8;

  /// What a reader may be asked to bend, and how much it reads.
  ///
  /// @param verify check each block against its CID
  /// @param rootless take an archive without roots, against the specification
  /// @param maxSize bytes of the whole archive
  public record Options(boolean verify, boolean rootless, long maxSize) {
    public static final Options STRICT = new Options(true, false, Long.MAX_VALUE);

    public Options unverified() {
      return new Options(false, rootless, maxSize);
    }

    public Options orRootless() {
      return new Options(verify, true, maxSize);
    }

    public Options atMost(long size) {
      return new Options(verify, rootless, size);
    }
  }

  private final InputStream in;
  private final Options options;
  private final List<Cid> roots;

  /// Bytes read so far.
  private long position;

  public CarReader(InputStream in) throws IOException {
    this(in, Options.STRICT);
  }

  /// Reads the header.
  ///
  /// @throws MalformedException if it is none, of another version, or too large
  public CarReader(InputStream in, Options options) throws IOException {
    this.in = new BufferedInputStream(in, FIRST_STEP);
    this.options = requireNonNull(options);
    this.roots = header();
  }

  private List<Cid> header() throws IOException {
    int size = length("header", MAX_HEADER).orElseThrow(() -> refused("no header", 0));
    var bytes = Bytes.owned(take(size));
    try {
      var fields = Fields.of(DagCbor.decode(bytes), "header");
      long version = fields.requireLong("version");
      if (version != 1) {
        throw new MalformedException("version " + version + ", the only one read here is 1");
      }
      var found = fields.requireLinks("roots");
      fields.end();
      if (found.isEmpty() && !options.rootless) {
        throw new MalformedException("header without roots");
      }
      return found;
    } catch (MalformedException e) {
      throw new MalformedException("CAR: " + e.getMessage(), e);
    }
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
    var size = length("section", MAX_SECTION);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (size.get() == 0) {
      throw refused("section of no bytes", start);
    }
    var section = new BytesReader(Bytes.owned(take(size.get())));
    Cid cid;
    try {
      cid = section.cid();
    } catch (MalformedException e) {
      throw refused("section with a broken CID: " + e.getMessage() + ", section", start);
    }
    return Optional.of(
        options.verify ? Block.verified(cid, section.rest()) : new Block(cid, section.rest()));
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

  /// The length of a header or section, or nothing where the archive ends.
  private Optional<Integer> length(String what, int limit) throws IOException {
    long start = position;
    var bytes = new byte[Varint.MAX_SIZE];
    int size = 0;
    do {
      int next = in.read();
      if (next < 0) {
        if (size == 0) {
          return Optional.empty();
        }
        throw refused(what + " length is cut off", start);
      }
      position++;
      bytes[size++] = (byte) next;
    } while (bytes[size - 1] < 0 && size < bytes.length);
    long length;
    try {
      length = Varint.read(bytes, 0, size);
    } catch (MalformedException e) {
      throw refused(what + " length: " + e.getMessage(), start);
    }
    if (length > limit) {
      throw refused(what + " of " + length + " bytes, limit " + limit, start);
    }
    if (length > options.maxSize - position) {
      throw refused("archive is larger than the limit of " + options.maxSize + " bytes", start);
    }
    return Optional.of((int) length);
  }

  private byte[] take(int size) throws IOException {
    var bytes = new byte[Math.min(size, FIRST_STEP)];
    int have = 0;
    while (true) {
      int read = in.readNBytes(bytes, have, bytes.length - have);
      have += read;
      position += read;
      if (have == size) {
        return bytes;
      }
      if (have < bytes.length) {
        throw refused("cut off after " + have + " of " + size + " bytes", position);
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
