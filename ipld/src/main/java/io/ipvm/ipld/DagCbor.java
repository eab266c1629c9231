package io.ipvm.ipld;

/// Strict DAG-CBOR (ipld/ipld specs/codecs/dag-cbor, rules CB-1 to CB-10): one byte form per value.
public final class DagCbor {
  /// How deep lists and maps may nest; a value without any has depth 0.
  public static final int MAX_DEPTH = 128;

  /// Largest encoded value, in bytes.
  public static final int MAX_SIZE = 64 * 1024 * 1024;

  /// How many values, keys included, one encoded value may hold.
  public static final int MAX_ITEMS = 4 * 1024 * 1024;

  private DagCbor() {}

  /// The one form of `value`.
  ///
  /// @throws MalformedException if `value` nests deeper than [#MAX_DEPTH], is larger than
  ///   [#MAX_SIZE], or holds a string that has no UTF-8 form
  public static Bytes encode(Node value) {
    return new CborWriter().write(value);
  }

  /// Reads exactly one value. Byte strings of the result share memory with `bytes`.
  ///
  /// @throws MalformedException with the offset, if `bytes` is not strict DAG-CBOR
  public static Node decode(Bytes bytes) {
    return new CborReader(bytes).read();
  }
}
