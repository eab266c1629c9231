package io.ipvm.ipld;

import org.jspecify.annotations.Nullable;

/// Map keys that were seen before, so that the thousandth `"name"` allocates nothing.
///
/// A slot holds one key and is overwritten by the next that hashes to it. Threads share the slots
/// without ordering: an entry is immutable, so a reader sees a whole one or none, and a lost write
/// costs one string. Only short ASCII keys are kept, so the memory is bounded.
final class KeyCache {
  static final KeyCache SHARED = new KeyCache();

  static final int LONGEST = 16;
  private static final int SLOTS = 1024;

  /// `low` and `high` are the bytes, little-endian, zero above `size`.
  private record Entry(long low, long high, int size, String key) {}

  // Written and read by any thread; published by the final fields of Entry.
  private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

  private KeyCache() {}

  /// The text of `size` bytes, or null if they are not UTF-8.
  @Nullable String decode(byte[] in, int from, int size) {
    if (size > LONGEST) {
      return Utf8.decode(in, from, size);
    }
    long low = Words.little(in, from, Math.min(size, 8));
    long high = size > 8 ? Words.little(in, from + 8, size - 8) : 0;
    long mixed = (low * 0x9e3779b97f4a7c15L ^ high) * 0xc2b2ae3d27d4eb4fL + size;
    int slot = (int) (mixed >>> 54);
    var entry = slots[slot];
    if (entry != null && entry.low == low && entry.high == high && entry.size == size) {
      return entry.key;
    }
    var key = Utf8.decode(in, from, size);
    if (key != null && key.length() == size) {
      slots[slot] = new Entry(low, high, size, key);
    }
    return key;
  }
}
