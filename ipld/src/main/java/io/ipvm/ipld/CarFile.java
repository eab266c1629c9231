package io.ipvm.ipld;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A CAR archive on disk, version 1 or 2, in which blocks are looked up.
///
/// Its own index is used if it has one in a format known here; otherwise the archive is read once
/// to make one. An index is never trusted: a section counts only if it holds the CID that was asked
/// for, or one with the same multihash, and its bytes hash to it. An index that leads elsewhere is
/// refused as `MISMATCH`; one that leaves sections out is found by [#check]. May be shared between
/// threads. Source: ipld/ipld specs/transport/car, rules CAR-1 to CAR-3.
public final class CarFile implements BlockSource, AutoCloseable {
  /// Largest index, in bytes: it is held in memory.
  public static final int MAX_INDEX = 1024 * 1024 * 1024;

  /// A varint and, usually, the whole CID.
  private static final int HEAD = 128;

  private final Path path;
  private final FileChannel channel;
  private final int version;
  private final List<Cid> roots;
  private final long dataOffset;
  private final long dataEnd;
  private final CarIndex index;
  private final boolean indexed;

  private CarFile(Path path, FileChannel channel, Opened opened) {
    this.path = path;
    this.channel = channel;
    version = opened.version;
    roots = opened.roots;
    dataOffset = opened.dataOffset;
    dataEnd = opened.dataEnd;
    index = opened.index;
    indexed = opened.indexed;
  }

  private record Opened(
      int version,
      List<Cid> roots,
      long dataOffset,
      long dataEnd,
      CarIndex index,
      boolean indexed) {}

  /// Opens an archive; without a usable index this reads all of it.
  ///
  /// @throws MalformedException if it is no archive, or its index is broken
  /// @throws IpvmException `EXHAUSTED` above [#MAX_INDEX]
  public static CarFile open(Path path) throws IOException {
    return open(path, CarReader.Options.STRICT);
  }

  /// The same, with an archive that bends the rules.
  public static CarFile open(Path path, CarReader.Options options) throws IOException {
    var channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new CarFile(path, channel, read(path, channel, options));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Opened read(Path path, FileChannel channel, CarReader.Options options)
      throws IOException {
    try (var reader = reader(path, options.unverified())) {
      long size = channel.size();
      if (reader.version() == 1) {
        return new Opened(1, reader.roots(), 0, size, scan(reader, 0), false);
      }
      var header = read(channel, CarLayout.PRAGMA.size(), CarLayout.SIZE);
      var layout = CarLayout.read(header);
      long from = layout.dataOffset();
      long end = layout.dataEnd();
      if (end > size) {
        throw new MalformedException(
            "CAR: data ends at offset " + end + ", the file has " + size + " bytes");
      }
      var own = layout.indexOffset() == 0 ? null : index(channel, layout.indexOffset(), size);
      if (own != null) {
        return new Opened(2, reader.roots(), from, end, own, true);
      }
      return new Opened(2, reader.roots(), from, end, scan(reader, from), false);
    }
  }

  private static CarReader reader(Path path, CarReader.Options options) throws IOException {
    return new CarReader(new BufferedInputStream(Files.newInputStream(path)), options);
  }

  private static CarIndex scan(CarReader reader, long dataOffset) throws IOException {
    // Not the format that leaves blocks out.
    var index = new CarIndex.Builder(CarIndex.Format.INDEX_SORTED);
    for (var block = reader.next(); block.isPresent(); block = reader.next()) {
      index.add(block.get().cid(), reader.section() - dataOffset);
    }
    return index.build();
  }

  private static @Nullable CarIndex index(FileChannel channel, long offset, long size)
      throws IOException {
    long length = size - offset;
    if (length > MAX_INDEX) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "CAR index has " + length + " bytes, limit " + MAX_INDEX);
    }
    if (length <= 0) {
      throw new MalformedException(
          "CAR: index at offset " + offset + ", the file has " + size + " bytes");
    }
    return CarIndex.read(read(channel, offset, (int) length)).orElse(null);
  }

  /// 1 or 2.
  public int version() {
    return version;
  }

  public List<Cid> roots() {
    return roots;
  }

  /// Whether the archive brought the index that is used.
  public boolean isIndexed() {
    return indexed;
  }

  /// The index that is used.
  public CarIndex index() {
    return index;
  }

  /// The block, checked against its CID.
  ///
  /// @throws IpvmException `MISMATCH` if the index leads to another block, or the block is not what
  ///   its CID names; `UNAVAILABLE` if its hash function is not known here
  /// @throws MalformedException if the index leads outside the data, or the section is broken
  /// @throws UncheckedIOException if the file cannot be read
  @Override
  public Optional<Bytes> find(Cid cid) {
    if (cid.multihashCode() == Multihash.IDENTITY) {
      return Optional.of(cid.digest());
    }
    try {
      for (long offset : index.find(cid)) {
        var section = section(offset);
        if (section.cid().multihash().equals(cid.multihash())) {
          return Optional.of(Block.verified(cid, section.bytes()).bytes());
        }
        // Without hash functions, digests of different ones may meet.
        if (index.format() != CarIndex.Format.INDEX_SORTED
            || !section.cid().digest().equals(cid.digest())) {
          throw new IpvmException(
              ErrorCode.MISMATCH,
              "CAR index says that " + cid + " is at offset " + offset + ": " + section.cid());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Block section(long offset) throws IOException {
    long start = dataOffset + offset;
    if (offset < 0 || start >= dataEnd) {
      throw new MalformedException(
          "CAR index leads to offset " + offset + ", the data has " + (dataEnd - dataOffset));
    }
    var head = new BytesReader(read(channel, start, (int) Math.min(HEAD, dataEnd - start)));
    long length = head.varint();
    if (length == 0 || length > CarReader.MAX_SECTION) {
      throw new MalformedException(
          "CAR: section of "
              + length
              + " bytes at offset "
              + start
              + ", limit "
              + CarReader.MAX_SECTION);
    }
    long from = start + head.position();
    if (length > dataEnd - from) {
      throw new MalformedException("CAR: section at offset " + start + " reaches beyond the data");
    }
    var section = new BytesReader(read(channel, from, (int) length));
    var cid = section.cid();
    return new Block(cid, section.rest());
  }

  private static Bytes read(FileChannel channel, long offset, int size) throws IOException {
    var buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new MalformedException("CAR: cut off, " + size + " bytes wanted at offset " + offset);
      }
    }
    return Bytes.owned(buffer.array());
  }

  /// Reads the whole archive, checks every block, and that the index leads to each; returns how
  /// many there are.
  ///
  /// @throws IpvmException `MISMATCH` if a block is not what its CID names, or the index does not
  ///   know it; `UNAVAILABLE` if a hash function is not known here
  /// @throws MalformedException if a section is broken
  public long check(CarReader.Options options) throws IOException {
    long count = 0;
    try (var reader = reader(path, options)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        var cid = block.get().cid();
        long offset = reader.section() - dataOffset;
        if (cid.multihashCode() != Multihash.IDENTITY && !index.find(cid).contains(offset)) {
          throw new IpvmException(
              ErrorCode.MISMATCH,
              "CAR index does not know the section of " + cid + " at offset " + offset);
        }
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
