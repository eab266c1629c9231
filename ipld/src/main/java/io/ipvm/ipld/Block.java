package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

/// Bytes and the CID that names them; the constructor does not check the hash, [#verified] does.
public record Block(Cid cid, Bytes bytes) {
  public Block {
    requireNonNull(cid);
    requireNonNull(bytes);
  }

  /// The block of `bytes` under `codec`, named by sha2-256.
  public static Block of(long codec, Bytes bytes) {
    return new Block(Cid.of(codec, HashFunction.SHA2_256, bytes), bytes);
  }

  /// The block of bytes that came with a CID somebody claims.
  ///
  /// @throws IpvmException `MISMATCH` if `bytes` do not hash to `cid`
  public static Block verified(Cid cid, Bytes bytes) {
    if (!cid.names(bytes)) {
      throw new IpvmException(
          ErrorCode.MISMATCH,
          "block " + cid + ": its " + bytes.size() + " bytes have another hash");
    }
    return new Block(cid, bytes);
  }

  /// The value, by the codec in the CID; of a codec that is not known here, the bytes.
  ///
  /// @throws MalformedException if the bytes are not in that codec
  public Node value() {
    if (cid.codec() == Codec.DAG_CBOR) {
      return DagCbor.decode(bytes);
    }
    if (cid.codec() == Codec.DAG_JSON) {
      return DagJson.decode(bytes);
    }
    if (cid.codec() == Codec.DAG_PB) {
      return DagPb.decode(bytes);
    }
    return Node.of(bytes);
  }
}
