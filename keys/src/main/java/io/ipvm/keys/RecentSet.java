package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import java.util.function.Predicate;

/// Remembers which keys passed an expensive check whose answer never changes; those that fail are
/// not remembered, so that nobody fills it with random bytes. Any thread may ask.
final class RecentSet {
  private final Recent<Bytes, Boolean> passed = new Recent<>();

  /// Whether `check` holds for `key`, now or when it was asked before.
  boolean holds(Bytes key, Predicate<Bytes> check) {
    return passed.get(key, candidate -> check.test(candidate) ? true : null) != null;
  }
}
