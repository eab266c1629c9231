package io.ipvm.ipld;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes a CAR archive of version 2 into a file: header, blocks, and an index of them all.
///
/// The header is written by [#finish], when the sizes are known, so a file that was not finished is
/// no archive. The index is in memory meanwhile, some 100 bytes a block. Not for sharing between
/// threads.
public final class CarFileWriter implements AutoCloseable {
  private final FileChannel channel;
  private final CountingStream out;
  private final CarWriter sections;
  private final CarIndex.Builder index;
  private final CarIndex.Format format;
  private boolean identity;

  /// Replaces the file at `path`.
  ///
  /// @throws IllegalArgumentException if there are no roots
  public CarFileWriter(Path path, List<Cid> roots) throws IOException {
    this(path, roots, CarIndex.Format.MULTIHASH_INDEX_SORTED);
  }

  /// Replaces the file at `path`.
  ///
  /// @throws IllegalArgumentException if there are no roots
  public CarFileWriter(Path path, List<Cid> roots, CarIndex.Format format) throws IOException {
    this.format = format;
    index = new CarIndex.Builder(format);
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      out = new CountingStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
      out.write(new byte[CarLayout.FIRST_DATA]);
      sections = new CarWriter(out, roots);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Appends a block; the archive does not mind having it twice.
  ///
  /// @throws IpvmException `EXHAUSTED` if the block is larger than readers take
  public void write(Block block) throws IOException {
    long offset = out.count - CarLayout.FIRST_DATA;
    sections.write(block);
    index.add(block.cid(), offset);
    identity |= block.cid().multihashCode() == Multihash.IDENTITY;
  }

  /// Writes the index and the header; nothing may be written afterwards.
  public void finish() throws IOException {
    long dataEnd = out.count;
    index.build().writeTo(out);
    out.flush();
    boolean complete = !identity || format == CarIndex.Format.INDEX_SORTED;
    var layout =
        new CarLayout(complete, CarLayout.FIRST_DATA, dataEnd - CarLayout.FIRST_DATA, dataEnd);
    var header = layout.encode().asBuffer();
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static final class CountingStream extends OutputStream {
    private final OutputStream out;
    private long count;

    CountingStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] source, int offset, int size) throws IOException {
      out.write(source, offset, size);
      count += size;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
