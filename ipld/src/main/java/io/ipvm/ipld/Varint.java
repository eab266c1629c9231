package io.ipvm.ipld;

/// Unsigned LEB128 as multiformats wants it: minimal, at most nine bytes, so at most 63 bits.
///
/// Source: multiformats/unsigned-varint, rule CD-2. Values are read with [BytesReader#varint].
public final class Varint {
  public static final int MAX_SIZE = 9;

  private Varint() {}

  /// How many bytes `value` takes.
  ///
  /// @throws IllegalArgumentException if `value` is negative
  public static int size(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("varint " + value + " is negative");
    }
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  public static Bytes encode(long value) {
    var bytes = new byte[size(value)];
    write(value, bytes, 0);
    return Bytes.owned(bytes);
  }

  /// Reads what [#encode] writes.
  ///
  /// @throws MalformedException if `bytes` is not exactly one varint
  public static long decode(Bytes bytes) {
    var reader = new BytesReader(bytes);
    long value = reader.varint();
    reader.end();
    return value;
  }

  /// Writes `value` and returns where it ends.
  static int write(long value, byte[] target, int at) {
    long rest = value;
    int next = at;
    while (rest >= 0x80) {
      target[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[next++] = (byte) rest;
    return next;
  }

  /// The varint between `at` and `end`; being minimal, it ends at `at + size(value)`.
  static long read(byte[] in, int at, int end) {
    // Nearly all are one byte.
    return at < end && in[at] >= 0 ? in[at] : readLong(in, at, end);
  }

  private static long readLong(byte[] in, int at, int end) {
    long value = 0;
    for (int i = 0; i < MAX_SIZE; i++) {
      if (at + i >= end) {
        throw new MalformedException("varint is cut off after " + i + " bytes");
      }
      byte next = in[at + i];
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        if (next == 0 && i > 0) {
          throw new MalformedException("varint of " + (i + 1) + " bytes is not minimal");
        }
        return value;
      }
    }
    throw new MalformedException("varint has more than " + MAX_SIZE + " bytes");
  }
}
