package io.ipvm.ipld;

/// Strict DAG-JSON (ipld/ipld specs/codecs/dag-json, rules DJ-1 to DJ-5).
public final class DagJson {
  private DagJson() {}

  /// The canonical form: no white space, keys sorted bytewise.
  public static String encode(Node value) {
    throw new UnsupportedOperationException(value.toString());
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not DAG-JSON
  public static Node decode(String json) {
    throw new UnsupportedOperationException(json);
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not UTF-8 or not DAG-JSON
  public static Node decode(Bytes json) {
    throw new UnsupportedOperationException(json.toString());
  }
}
