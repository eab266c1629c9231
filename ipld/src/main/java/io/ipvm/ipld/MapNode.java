package io.ipvm.ipld;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A map with string keys, kept in DAG-CBOR order (shorter keys first, then by bytes), so that
/// equal maps are equal and encode without sorting.
public final class MapNode implements Node {
  public static final MapNode EMPTY = new MapNode(new String[0], new Node[0]);

  /// DAG-CBOR key order: by UTF-8 length, then bytewise.
  static final Comparator<String> ORDER =
      Comparator.comparing(Bytes::utf8, Comparator.comparingInt(Bytes::size))
          .thenComparing(Bytes::utf8);

  private final String[] keys;
  private final Node[] values;

  private MapNode(String[] keys, Node[] values) {
    this.keys = keys;
    this.values = values;
  }

  public static MapNode of(Map<String, ? extends Node> entries) {
    var sorted = new TreeMap<String, Node>(ORDER);
    sorted.putAll(entries);
    return new MapNode(
        sorted.keySet().toArray(String[]::new), sorted.values().toArray(Node[]::new));
  }

  public static MapNode of(String key, Node value) {
    return new MapNode(new String[] {key}, new Node[] {value});
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return keys.length;
  }

  public Optional<Node> find(String key) {
    int index = Arrays.binarySearch(keys, key, ORDER);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  public boolean has(String key) {
    return Arrays.binarySearch(keys, key, ORDER) >= 0;
  }

  /// In DAG-CBOR order.
  public List<String> keys() {
    return List.of(keys);
  }

  /// In the order of [#keys].
  public List<Node> values() {
    return List.of(values);
  }

  public void forEach(BiConsumer<String, Node> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(keys[i], values[i]);
    }
  }

  /// This map with `key` set to `value`.
  public MapNode with(String key, Node value) {
    var builder = builder();
    forEach(builder::put);
    return builder.put(key, value).build();
  }

  /// This map without `key`.
  public MapNode without(String key) {
    var copy = new TreeMap<String, Node>(ORDER);
    forEach(copy::put);
    copy.remove(key);
    return of(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MapNode that
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach((key, value) -> text.append(text.length() > 1 ? ", " : "").append(key + ": " + value));
    return text.append('}').toString();
  }

  /// Collects entries; a key put twice keeps the last value.
  public static final class Builder {
    private final Map<String, Node> entries = new TreeMap<>(ORDER);

    private Builder() {}

    public Builder put(String key, Node value) {
      entries.put(key, value);
      return this;
    }

    public Builder put(String key, String value) {
      return put(key, Node.of(value));
    }

    public Builder put(String key, long value) {
      return put(key, Node.of(value));
    }

    public Builder put(String key, boolean value) {
      return put(key, Node.of(value));
    }

    public Builder put(String key, Bytes value) {
      return put(key, Node.of(value));
    }

    public Builder put(String key, Cid value) {
      return put(key, Node.of(value));
    }

    public MapNode build() {
      return of(entries);
    }
  }
}
