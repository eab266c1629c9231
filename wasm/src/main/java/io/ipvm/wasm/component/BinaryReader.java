package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the primitives of the binary format. A count never reserves more than the input holds.
final class BinaryReader {
  /// Definitions, fields, names … in one vector.
  static final int MAX_ITEMS = 100_000;

  private final Bytes bytes;
  private final int base;
  private int at;

  BinaryReader(Bytes bytes) {
    this(bytes, 0);
  }

  private BinaryReader(Bytes bytes, int base) {
    this.bytes = bytes;
    this.base = base;
  }

  boolean atEnd() {
    return at == bytes.size();
  }

  int remaining() {
    return bytes.size() - at;
  }

  MalformedException malformed(String what) {
    return new MalformedException("component, byte " + (base + at) + ": " + what);
  }

  MalformedException unknown(String what, int code) {
    return malformed("unknown " + what + " 0x" + HexFormat.of().toHexDigits((byte) code));
  }

  int peek() {
    if (atEnd()) {
      throw malformed("unexpected end");
    }
    return bytes.at(at) & 0xff;
  }

  int u8() {
    int value = peek();
    at++;
    return value;
  }

  void expect(int code, String what) {
    int value = u8();
    if (value != code) {
      throw unknown(what, value);
    }
  }

  int u32() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift == 28 && next > 0x0f) {
        throw malformed("integer of more than 32 bits");
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return (int) value;
      }
    }
  }

  /// An index or a count: more than 2^31 of anything cannot be here.
  int index() {
    int value = u32();
    if (value < 0) {
      throw malformed("index " + Integer.toUnsignedLong(value) + " is out of bounds");
    }
    return value;
  }

  /// An index where negative numbers would be type codes: 33 bits, signed.
  int typeIndex() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        long signed = (next & 0x40) != 0 ? value | -1L << (shift + 7) : value;
        if (signed < 0 || signed > Integer.MAX_VALUE) {
          throw malformed("type index " + signed + " is out of bounds");
        }
        return (int) signed;
      }
      if (shift == 28) {
        throw malformed("integer of more than 33 bits");
      }
    }
  }

  String name() {
    int size = index();
    if (size > remaining()) {
      throw malformed("name of " + size + " bytes where " + remaining() + " are left");
    }
    var text = bytes.slice(at, at + size);
    try {
      var decoded = StandardCharsets.UTF_8.newDecoder().decode(text.asBuffer()).toString();
      at += size;
      return decoded;
    } catch (CharacterCodingException e) {
      throw malformed("name is not UTF-8");
    }
  }

  <T> List<T> list(Supplier<T> item) {
    int count = index();
    if (count > MAX_ITEMS) {
      throw malformed(count + " items, limit " + MAX_ITEMS);
    }
    if (count > remaining()) {
      throw malformed(count + " items where " + remaining() + " bytes are left");
    }
    var items = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }

  <T> Optional<T> optional(Supplier<T> item) {
    return switch (u8()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(item.get());
      default -> throw malformed("invalid leading byte of an optional");
    };
  }

  /// The next `size` bytes as a reader of their own.
  BinaryReader section(int size) {
    return new BinaryReader(take(size), base + at - size);
  }

  Bytes take(int size) {
    if (size > remaining()) {
      throw malformed("section of " + size + " bytes where " + remaining() + " are left");
    }
    at += size;
    return bytes.slice(at - size, at);
  }
}
