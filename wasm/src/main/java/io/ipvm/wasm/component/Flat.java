package io.ipvm.wasm.component;

/// Flat core values with a position. Every value is written zero-extended and read by its low bits,
/// so that values of different width can share a slot of a variant without conversion.
final class Flat {
  final long[] values;
  int at;

  Flat(long[] values) {
    this.values = values;
  }

  Flat(int size) {
    this(new long[size]);
  }

  long next() {
    return values[at++];
  }

  int nextInt() {
    return (int) values[at++];
  }

  void put(long bits) {
    values[at++] = bits;
  }

  void putInt(int bits) {
    values[at++] = Integer.toUnsignedLong(bits);
  }
}
