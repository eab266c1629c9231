package io.ipvm.ipld;

/// Multicodec numbers of the block formats this node knows (multicodec table, tag `ipld`).
public final class Codec {
  public static final long RAW = 0x55;
  public static final long DAG_PB = 0x70;
  public static final long DAG_CBOR = 0x71;
  public static final long LIBP2P_KEY = 0x72;
  public static final long DAG_JSON = 0x0129;

  private Codec() {}

  /// The value in a block.
  ///
  /// @throws MalformedException if `block` breaks the format
  /// @throws IpvmException `UNAVAILABLE` if `codec` is not one of raw, dag-pb, dag-cbor, dag-json
  public static Node decode(long codec, Bytes block) {
    if (codec == RAW) {
      return Node.of(block);
    } else if (codec == DAG_PB) {
      return DagPb.decode(block);
    } else if (codec == DAG_CBOR) {
      return DagCbor.decode(block);
    } else if (codec == DAG_JSON) {
      return DagJson.decode(block);
    }
    throw unknown(codec);
  }

  /// The block of a value.
  ///
  /// @throws MalformedException if the format cannot hold `value`
  /// @throws IpvmException `UNAVAILABLE` if `codec` is not one of raw, dag-pb, dag-cbor, dag-json
  public static Bytes encode(long codec, Node value) {
    if (codec == RAW) {
      if (value instanceof Node.BytesNode(var bytes)) {
        return bytes;
      }
      throw new MalformedException(
          "a raw block holds bytes, not a value of kind " + Node.kind(value));
    } else if (codec == DAG_PB) {
      return DagPb.encode(value);
    } else if (codec == DAG_CBOR) {
      return DagCbor.encode(value);
    } else if (codec == DAG_JSON) {
      return Bytes.utf8(DagJson.encode(value));
    }
    throw unknown(codec);
  }

  private static IpvmException unknown(long codec) {
    return new IpvmException(
        ErrorCode.UNAVAILABLE, "codec 0x" + Long.toHexString(codec) + " is not known here");
  }
}
