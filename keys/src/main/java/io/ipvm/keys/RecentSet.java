package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Remembers which keys passed an expensive check whose answer never changes.
///
/// When it is full it forgets everything: whoever floods it with new keys costs the others one more
/// check each, and no memory. Any thread may ask; two may both do the same check.
final class RecentSet {
  static final int CAPACITY = 4096;

  private final Set<Bytes> passed = ConcurrentHashMap.newKeySet();

  /// Whether `check` holds for `key`, now or when it was asked before.
  boolean holds(byte[] key, Predicate<byte[]> check) {
    var entry = Bytes.of(key);
    if (passed.contains(entry)) {
      return true;
    }
    if (!check.test(key)) {
      return false;
    }
    if (passed.size() >= CAPACITY) {
      passed.clear();
    }
    passed.add(entry);
    return true;
  }
}
