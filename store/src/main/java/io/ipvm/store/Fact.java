package io.ipvm.store;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.Optional;

/// Something small that has to be remembered: the newest value of a key.
///
/// @param space what kind of thing it is; keys of different spaces have nothing to do with each
///   other
/// @param value empty: there is none any more
public record Fact(String space, Bytes key, Optional<Bytes> value) {
  /// Longest key, in bytes.
  public static final int MAX_KEY = 8 * 1024;

  /// Longest value, in bytes.
  public static final int MAX_VALUE = 1024 * 1024;

  /// @throws IpvmException `EXHAUSTED` if key or value is longer than they may be
  public Fact {
    requireNonNull(space);
    limit("key", key.size(), MAX_KEY);
    limit("value", value.map(Bytes::size).orElse(0), MAX_VALUE);
  }

  public static Fact of(String space, Bytes key, Bytes value) {
    return new Fact(space, key, Optional.of(value));
  }

  /// Says that `key` has no value any more.
  public static Fact none(String space, Bytes key) {
    return new Fact(space, key, Optional.empty());
  }

  private static void limit(String what, int size, int limit) {
    if (size > limit) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "the " + what + " of a fact has " + size + " bytes, limit " + limit);
    }
  }

  long size() {
    return key.size() + (long) value.map(Bytes::size).orElse(0);
  }

  Key place() {
    return new Key(space, key);
  }

  /// Where a fact is found.
  record Key(String space, Bytes key) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int spaces = space.compareTo(other.space);
      return spaces != 0 ? spaces : key.compareTo(other.key);
    }
  }
}
