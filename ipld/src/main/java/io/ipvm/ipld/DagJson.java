package io.ipvm.ipld;

import java.util.Arrays;
import java.util.Collections;

/// Strict DAG-JSON (ipld/ipld specs/codecs/dag-json, rules DJ-1 to DJ-5).
///
/// Key order and white space of the input are free, all else is as strict as DAG-CBOR. Whether a
/// map stands for bytes or a link is decided by the key that comes first, as written when reading
/// and as sorted when writing; shapes that look like one and are none are refused both ways.
/// Offsets count characters.
public final class DagJson {
  /// How deep lists and maps may nest; links and bytes do not count.
  public static final int MAX_DEPTH = DagCbor.MAX_DEPTH;

  /// Longest text, in UTF-8 bytes when it comes as bytes, else in characters.
  public static final int MAX_SIZE = DagCbor.MAX_SIZE;

  /// How many values, keys included, one text may hold.
  public static final int MAX_ITEMS = DagCbor.MAX_ITEMS;

  private DagJson() {}

  /// What a reader may be asked to bend.
  ///
  /// @param wideIntegersAsFloats read an integer that neither an `i64` nor a `u64` holds as a
  ///   float, as Homestar does, where the strict reader takes -2^64 to 2^64-1 and refuses the rest;
  ///   `-0` is a float, too
  public record Options(boolean wideIntegersAsFloats) {
    public static final Options STRICT = new Options(false);
    public static final Options HOMESTAR = new Options(true);
  }

  /// The canonical form: no white space, keys sorted bytewise.
  ///
  /// @throws MalformedException if `value` has no DAG-JSON form or nests deeper than [#MAX_DEPTH]
  public static String encode(Node value) {
    return new JsonWriter(false).write(value);
  }

  /// For people: two spaces per level, a link or bytes on one line, no final line break.
  ///
  /// @throws MalformedException if `value` has no DAG-JSON form or nests deeper than [#MAX_DEPTH]
  public static String pretty(Node value) {
    return new JsonWriter(true).write(value);
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not DAG-JSON
  public static Node decode(String json) {
    return decode(json, Options.STRICT);
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not DAG-JSON
  public static Node decode(String json, Options options) {
    return new JsonReader(json, options).read();
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not UTF-8 or not DAG-JSON
  public static Node decode(Bytes json) {
    return decode(json, Options.STRICT);
  }

  /// Reads exactly one value.
  ///
  /// @throws MalformedException with the offset, if `json` is not UTF-8 or not DAG-JSON
  public static Node decode(Bytes json, Options options) {
    if (json.size() > MAX_SIZE) {
      throw new MalformedException("DAG-JSON of " + json.size() + " bytes, limit " + MAX_SIZE);
    }
    var text = Utf8.decode(json.array(), json.offset(), json.size());
    if (text == null) {
      int broken = Utf8.validPrefix(json.array(), json.offset(), json.size());
      throw new MalformedException("DAG-JSON: not UTF-8 at offset " + broken);
    }
    return decode(text, options);
  }

  /// Whether `map` has no DAG-JSON form, because written out it would read back as a link, as
  /// bytes, or not at all (rule DJ-3).
  public static boolean isReserved(MapNode map) {
    if (!map.has("/") || !firstKey(map).equals("/")) {
      return false;
    }
    return switch (map.find("/").orElseThrow()) {
      case Node.StringNode _ -> true;
      case MapNode inner ->
          inner.find("bytes").orElse(Node.NULL) instanceof Node.StringNode
              && firstKey(inner).equals("bytes");
      case Node.NullNode _,
          Node.BoolNode _,
          Node.IntNode _,
          Node.BigIntNode _,
          Node.FloatNode _,
          Node.BytesNode _,
          Node.LinkNode _,
          Node.ListNode _ ->
          false;
    };
  }

  private static String firstKey(MapNode map) {
    return Collections.min(map.keys(), Utf8::compare);
  }

  /// Positions of the keys of `map` in the order of their UTF-8 bytes.
  static int[] sortedKeys(MapNode map) {
    var order = new Integer[map.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Utf8.compare(map.key(a), map.key(b)));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }
}
