package io.ipvm.ipld;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The header of a CAR archive of version 2: where its data, an archive of version 1, and its index
/// lie.
///
/// Source: ipld/ipld specs/transport/car/carv2. It follows the [#PRAGMA]; numbers are
/// little-endian.
///
/// @param complete whether the index knows every section
/// @param indexOffset 0 if there is no index
record CarLayout(boolean complete, long dataOffset, long dataSize, long indexOffset) {
  /// `{"version": 2}` with its length before it: how every archive of version 2 begins.
  static final Bytes PRAGMA = Bytes.fromHex("0aa16776657273696f6e02");

  /// Bytes of the header.
  static final int SIZE = 40;

  /// Where the data begins if nothing lies between.
  static final int FIRST_DATA = PRAGMA.size() + SIZE;

  private static final int CHARACTERISTICS = 16;

  /// The most significant bit of the first byte.
  private static final byte COMPLETE = (byte) 0x80;

  /// Reads the header.
  ///
  /// @throws MalformedException if the parts overlap or are too far away for 63 bits
  static CarLayout read(Bytes header) {
    var buffer = header.asBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean complete = (buffer.get(0) & COMPLETE) != 0;
    long dataOffset = buffer.getLong(CHARACTERISTICS);
    long dataSize = buffer.getLong(CHARACTERISTICS + 8);
    long indexOffset = buffer.getLong(CHARACTERISTICS + 16);
    if (dataOffset < FIRST_DATA || dataSize < 0 || dataOffset + dataSize < 0) {
      throw new MalformedException(
          "CAR: data of "
              + Long.toUnsignedString(dataSize)
              + " bytes at offset "
              + Long.toUnsignedString(dataOffset)
              + ", which has to be "
              + FIRST_DATA
              + " or more");
    }
    if (indexOffset != 0 && indexOffset < dataOffset + dataSize) {
      throw new MalformedException(
          "CAR: index at offset "
              + Long.toUnsignedString(indexOffset)
              + ", before the end of the data at "
              + (dataOffset + dataSize));
    }
    return new CarLayout(complete, dataOffset, dataSize, indexOffset);
  }

  long dataEnd() {
    return dataOffset + dataSize;
  }

  /// Pragma and header.
  Bytes encode() {
    var buffer = ByteBuffer.allocate(FIRST_DATA).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(PRAGMA.asBuffer());
    buffer.put(complete ? COMPLETE : 0);
    buffer.putLong(PRAGMA.size() + CHARACTERISTICS, dataOffset);
    buffer.putLong(PRAGMA.size() + CHARACTERISTICS + 8, dataSize);
    buffer.putLong(PRAGMA.size() + CHARACTERISTICS + 16, indexOffset);
    return Bytes.owned(buffer.array());
  }
}
