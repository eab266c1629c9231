package io.ipvm.ipld;

import java.io.IOException;
import java.io.InputStream;

/// Files as IPFS stores them: CIDv1, 256 KiB chunks, raw leaves, balanced dag-pb above them.
///
/// Source: ipfs/specs UNIXFS.md.
public final class UnixFs {
  /// Bytes in a chunk.
  public static final int CHUNK = 256 * 1024;

  private UnixFs() {}

  /// Stores what `in` holds and returns the CID of the file.
  public static Cid write(InputStream in, BlockSink sink) throws IOException {
    throw new UnsupportedOperationException(in.toString() + sink);
  }

  /// The whole content of the file `cid`, at most `limit` bytes.
  ///
  /// @throws IpvmException `NOT_FOUND` if a block is missing, `EXHAUSTED` above the limit
  public static Bytes read(Cid cid, BlockSource source, long limit) {
    throw new UnsupportedOperationException(cid.toString() + source + limit);
  }
}
