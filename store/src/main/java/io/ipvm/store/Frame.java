package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// One record of the log as it stands in the file: 32 bytes of header, then the body.
///
/// | at | size | what |
/// |---|---|---|
/// | 0 | 4 | size of the body, never 0: unused space is zero |
/// | 4 | 4 | CRC-32C of everything else in the frame |
/// | 8 | 8 | position of this frame in the log |
/// | 16 | 8 | up to which position the log was durable when this frame was ordered |
/// | 24 | 8 | position of the previous frame of the same run, 0 for none |
///
/// The position lets a reader that lost its way (the size itself may be damaged) find the next
/// frame. The durable position tells damage from a torn tail: what a later frame vouches for had
/// been synced, so it cannot be missing because the machine stopped. Numbers are big-endian.
///
/// @param body encoded by [EntryCodec]
record Frame(long position, long durable, long previous, Bytes body) {
  static final int HEADER = 32;

  /// Bodies are small: values that can be large are blocks.
  static final int MAX_BODY = 8 * 1024 * 1024;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  long end() {
    return position + HEADER + body.size();
  }

  /// Writes a whole frame to `target` from `at` on.
  static void write(byte[] target, int at, Frame frame) {
    int size = frame.body.size();
    INT.set(target, at, size);
    LONG.set(target, at + 8, frame.position);
    LONG.set(target, at + 16, frame.durable);
    LONG.set(target, at + 24, frame.previous);
    frame.body.copyTo(target, at + HEADER);
    INT.set(target, at + 4, checksum(target, at, size));
  }

  /// The size of the body that the header at `at` claims.
  static int claimedSize(byte[] source, int at) {
    return (int) INT.get(source, at);
  }

  /// The position that the header at `at` claims.
  static long claimedPosition(byte[] source, int at) {
    return (long) LONG.get(source, at + 8);
  }

  /// Whether `source` holds, at `at`, the whole intact frame of log position `position`.
  static boolean isIntact(byte[] source, int at, long position) {
    if (source.length - at < HEADER || claimedPosition(source, at) != position) {
      return false;
    }
    int size = claimedSize(source, at);
    return size > 0
        && size <= MAX_BODY
        && source.length - at - HEADER >= size
        && (int) INT.get(source, at + 4) == checksum(source, at, size);
  }

  /// Reads a frame that [#isIntact]; it shares nothing with `source`, which may be a whole segment.
  static Frame read(byte[] source, int at) {
    int size = claimedSize(source, at);
    int start = at + HEADER;
    return new Frame(
        claimedPosition(source, at),
        (long) LONG.get(source, at + 16),
        (long) LONG.get(source, at + 24),
        Bytes.owned(Arrays.copyOfRange(source, start, start + size)));
  }

  private static int checksum(byte[] bytes, int at, int size) {
    var crc = new CRC32C();
    crc.update(bytes, at, 4);
    crc.update(bytes, at + 8, HEADER - 8 + size);
    return (int) crc.getValue();
  }
}
