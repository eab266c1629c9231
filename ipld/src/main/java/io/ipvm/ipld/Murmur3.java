package io.ipvm.ipld;

/// The hash that spreads names over the shards of a directory: murmur3-x64-64, the first half of
/// MurmurHash3 x64 128 with seed 0 (multicodec 0x22). It is no cryptographic hash, and need not be.
final class Murmur3 {
  /// Multicodec number.
  static final long CODE = 0x22;

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Murmur3() {}

  static long hash(Bytes key) {
    var in = key.array();
    int at = key.offset();
    int end = at + key.size();
    long h1 = 0;
    long h2 = 0;
    for (; end - at >= 16; at += 16) {
      h1 ^= mix1(Words.little(in, at, 8));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2(Words.little(in, at + 8, 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int left = end - at;
    if (left > 8) {
      h2 ^= mix2(Words.little(in, at + 8, left - 8));
    }
    if (left > 0) {
      h1 ^= mix1(Words.little(in, at, Math.min(left, 8)));
    }
    h1 ^= key.size();
    h2 ^= key.size();
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long mix1(long word) {
    return Long.rotateLeft(word * C1, 31) * C2;
  }

  private static long mix2(long word) {
    return Long.rotateLeft(word * C2, 33) * C1;
  }

  private static long finish(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
