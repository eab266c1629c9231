package io.ipvm.ucan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Remembers what was found out lately, up to a total weight; what was not asked for longest goes
/// first.
///
/// Any thread may call; a lock is held for a look-up and never while anything is computed, so two
/// threads may both find out the same.
final class Bounded<K, V> {
  private final long capacity;
  private final ToLongFunction<V> weight;

  // Both guarded by `entries`, which keeps its keys in the order they were last asked for.
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weighs;

  Bounded(long capacity, ToLongFunction<V> weight) {
    this.capacity = capacity;
    this.weight = weight;
  }

  @Nullable V find(K key) {
    synchronized (entries) {
      return entries.get(key);
    }
  }

  void put(K key, V value) {
    long added = weight.applyAsLong(value);
    if (added > capacity) {
      return;
    }
    synchronized (entries) {
      var before = entries.put(key, value);
      weighs += added - (before == null ? 0 : weight.applyAsLong(before));
      var eldest = entries.values().iterator();
      while (weighs > capacity) {
        weighs -= weight.applyAsLong(eldest.next());
        eldest.remove();
      }
    }
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
