package io.ipvm.ipld;

import java.io.ByteArrayOutputStream;

/// The little of Protocol Buffers that DAG-PB and UnixFS use: varints and byte fields.
final class Protobuf {
  private static final int VARINT = 0;
  private static final int SIZED = 2;

  private Protobuf() {}

  /// What a message is made of: sees each field once, in the order of the bytes.
  interface Fields {
    /// An integer field; at most 63 bits.
    void varint(int field, long value);

    /// A field of bytes, text or a message.
    void sized(int field, Bytes value);
  }

  /// Reads all of `message`.
  ///
  /// @throws MalformedException if it is cut off or has another wire type
  static void read(Bytes message, Fields fields) {
    var reader = new BytesReader(message);
    while (reader.remaining() > 0) {
      int at = reader.position();
      long key = reader.varint();
      int field = (int) Math.min(key >>> 3, Integer.MAX_VALUE);
      switch ((int) key & 7) {
        case VARINT -> fields.varint(field, reader.varint());
        case SIZED -> fields.sized(field, reader.bytes(reader.varint()));
        default ->
            throw new MalformedException(
                "field " + field + " has wire type " + (key & 7) + " at offset " + at);
      }
    }
  }

  /// Collects the fields of a message.
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      write(Varint.encode((long) field << 3 | VARINT));
      write(Varint.encode(value));
      return this;
    }

    Message sized(int field, Bytes value) {
      write(Varint.encode((long) field << 3 | SIZED));
      write(Varint.encode(value.size()));
      write(value);
      return this;
    }

    Bytes bytes() {
      return Bytes.owned(out.toByteArray());
    }

    private void write(Bytes bytes) {
      out.write(bytes.array(), bytes.offset(), bytes.size());
    }
  }
}
