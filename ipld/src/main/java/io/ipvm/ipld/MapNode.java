package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// A map with string keys, kept in DAG-CBOR order (shorter keys first, then by bytes), so that
/// equal maps are equal and encode without sorting.
///
/// [Fields] reads one strictly, as a record.
public final class MapNode implements Node {
  public static final MapNode EMPTY = new MapNode(new String[0], new Node[0]);

  /// DAG-CBOR key order: by UTF-8 length, then bytewise.
  static final Comparator<String> ORDER = MapNode::compareKeys;

  /// Up to this size a look-up walks, which is faster than it sounds: most keys differ in length.
  private static final int WALK = 8;

  private final String[] keys;
  private final Node[] values;

  private MapNode(String[] keys, Node[] values) {
    this.keys = keys;
    this.values = values;
  }

  public static MapNode of(Map<String, ? extends Node> entries) {
    var builder = builder();
    entries.forEach(builder::put);
    return builder.build();
  }

  public static MapNode of(String key, Node value) {
    return new MapNode(new String[] {key}, new Node[] {value});
  }

  /// Takes the arrays as they are: the caller has seen that `keys` ascend and gives both away.
  static MapNode ascending(String[] keys, Node[] values) {
    return keys.length == 0 ? EMPTY : new MapNode(keys, values);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The order of keys in DAG-CBOR: the shorter first, then bytewise.
  static int compareKeys(String left, String right) {
    int bySize = Integer.compare(Utf8.length(left), Utf8.length(right));
    return bySize != 0 ? bySize : Utf8.compare(left, right);
  }

  public int size() {
    return keys.length;
  }

  public boolean isEmpty() {
    return keys.length == 0;
  }

  public Optional<Node> find(String key) {
    int index = indexOf(key);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  private int indexOf(String key) {
    if (keys.length > WALK) {
      return Arrays.binarySearch(keys, key, ORDER);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// In DAG-CBOR order.
  public List<String> keys() {
    return Collections.unmodifiableList(Arrays.asList(keys));
  }

  /// In the order of [#keys].
  public List<Node> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /// In the order of [#keys].
  public List<Map.Entry<String, Node>> entries() {
    return IntStream.range(0, keys.length).mapToObj(i -> Map.entry(keys[i], values[i])).toList();
  }

  public void forEach(BiConsumer<String, Node> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(keys[i], values[i]);
    }
  }

  String key(int index) {
    return keys[index];
  }

  Node value(int index) {
    return values[index];
  }

  /// This map with `key` set to `value`.
  public MapNode with(String key, Node value) {
    return copy(keys.length + 1).put(key, value).build();
  }

  /// This map without `key`.
  public MapNode without(String key) {
    if (!has(key)) {
      return this;
    }
    var copy = new Builder(keys.length);
    for (int i = 0; i < keys.length; i++) {
      if (!keys[i].equals(key)) {
        copy.put(keys[i], values[i]);
      }
    }
    return copy.build();
  }

  private Builder copy(int capacity) {
    var copy = new Builder(capacity);
    forEach(copy::put);
    return copy;
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
    private static final Comparator<Map.Entry<String, Node>> BY_KEY =
        Map.Entry.comparingByKey(ORDER);

    private String[] keys;
    private Node[] values;
    private int size;

    private Builder() {
      this(8);
    }

    private Builder(int capacity) {
      keys = new String[capacity];
      values = new Node[capacity];
    }

    public Builder put(String key, Node value) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size + 1);
        values = Arrays.copyOf(values, keys.length);
      }
      keys[size] = requireNonNull(key);
      values[size] = requireNonNull(value);
      size++;
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
      for (int i = 1; i < size; i++) {
        if (compareKeys(keys[i - 1], keys[i]) >= 0) {
          return sorted();
        }
      }
      return ascending(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
    }

    private MapNode sorted() {
      var entries =
          IntStream.range(0, size)
              .mapToObj(i -> new AbstractMap.SimpleImmutableEntry<>(keys[i], values[i]))
              .sorted(BY_KEY)
              .toList();
      var sortedKeys = new String[size];
      var sortedValues = new Node[size];
      int kept = 0;
      for (var entry : entries) {
        // The sort is stable: among equal keys the one put last comes last, and wins.
        if (kept > 0 && sortedKeys[kept - 1].equals(entry.getKey())) {
          kept--;
        }
        sortedKeys[kept] = entry.getKey();
        sortedValues[kept] = entry.getValue();
        kept++;
      }
      return ascending(Arrays.copyOf(sortedKeys, kept), Arrays.copyOf(sortedValues, kept));
    }
  }
}
