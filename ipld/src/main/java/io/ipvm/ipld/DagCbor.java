package io.ipvm.ipld;

/// Strict DAG-CBOR (ipld/ipld specs/codecs/dag-cbor, rules CB-1 to CB-10): one byte form per value.
public final class DagCbor {
  private DagCbor() {}

  public static Bytes encode(Node value) {
    throw new UnsupportedOperationException(value.toString());
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `bytes` is not strict DAG-CBOR
  public static Node decode(Bytes bytes) {
    throw new UnsupportedOperationException(bytes.toString());
  }
}
