package io.ipvm.ipld;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes of an array at once.
final class Words {
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// The top bit of each byte, which no ASCII byte has.
  static final long NOT_ASCII = 0x8080808080808080L;

  private Words() {}

  static long little(byte[] in, int at) {
    return (long) LITTLE.get(in, at);
  }

  static long big(byte[] in, int at) {
    return (long) BIG.get(in, at);
  }

  /// The bytes from `at` on, `size` of them and at most eight, the first one lowest, zeros above.
  static long little(byte[] in, int at, int size) {
    if (size == 8) {
      return little(in, at);
    }
    if (in.length - at >= 8) {
      return little(in, at) & ((1L << (8 * size)) - 1);
    }
    long word = 0;
    for (int i = size - 1; i >= 0; i--) {
      word = (word << 8) | (in[at + i] & 0xff);
    }
    return word;
  }
}
