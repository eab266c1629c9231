package io.ipvm.keys;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers, of recent keys, what is worth to be computed once: the answer to a check, a key in
/// the form that a library computes with.
///
/// When it is full it forgets everything: whoever floods it with new keys costs the others one more
/// computation each, and no memory. Any thread may ask; two may both do the same work.
final class Recent<K, V> {
  static final int CAPACITY = 4096;

  private final Map<K, V> found = new ConcurrentHashMap<>();

  /// What `compute` says of `key`, now or when it was asked before. Neither null nor an exception
  /// is remembered.
  @Nullable V get(K key, Function<K, @Nullable V> compute) {
    var known = found.get(key);
    if (known != null) {
      return known;
    }
    var value = compute.apply(key);
    if (value != null) {
      if (found.size() >= CAPACITY) {
        found.clear();
      }
      found.put(key, value);
    }
    return value;
  }
}
