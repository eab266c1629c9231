package io.ipvm.ipld;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes a CAR archive of version 1: the roots first, then block by block.
///
/// Not for sharing between threads.
public final class CarWriter implements AutoCloseable {
  private final OutputStream out;

  /// Writes the header.
  ///
  /// @throws IllegalArgumentException if there are no roots
  public CarWriter(OutputStream out, List<Cid> roots) throws IOException {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("an archive has at least one root");
    }
    this.out = out;
    var header =
        MapNode.builder()
            .put("roots", Node.list(roots.stream().map(Node::of).toList()))
            .put("version", 1)
            .build();
    var bytes = DagCbor.encode(header);
    requireAtMost(bytes.size(), CarReader.MAX_HEADER, "header");
    Varint.encode(bytes.size()).writeTo(out);
    bytes.writeTo(out);
  }

  /// Appends a block; the archive does not mind having it twice.
  ///
  /// @throws IpvmException `EXHAUSTED` if the block is larger than readers take
  public void write(Block block) throws IOException {
    var cid = block.cid().bytes();
    int size = cid.size() + block.bytes().size();
    requireAtMost(size, CarReader.MAX_SECTION, "section of " + block.cid());
    Varint.encode(size).writeTo(out);
    cid.writeTo(out);
    block.bytes().writeTo(out);
  }

  private static void requireAtMost(int size, int limit, String what) {
    if (size > limit) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "CAR " + what + " has " + size + " bytes, limit " + limit);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
