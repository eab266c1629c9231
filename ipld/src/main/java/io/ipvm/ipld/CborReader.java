package io.ipvm.ipld;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// One pass over an array of DAG-CBOR.
///
/// Two invariants keep hostile input cheap. `at` never passes `end`, and every length is compared
/// with what is left before anything is allocated for it. And every container owes one byte per
/// item it announces: `owed` is the sum over all open containers, so that a thousand nested lists
/// that each announce a million items are refused at the first one that the input cannot hold.
///
/// Keys come in order, which is checked on the way, so a map is built without sorting. Byte strings
/// are slices of the input; links and text are copies.
final class CborReader {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final int INDEFINITE = 31;

  private final byte[] in;
  private final int start;
  private final int end;
  private int at;
  private int depth;
  private int owed;
  private int items;

  CborReader(Bytes bytes) {
    in = bytes.array();
    start = bytes.offset();
    end = start + bytes.size();
    at = start;
    if (end - start > DagCbor.MAX_SIZE) {
      throw new MalformedException(
          "DAG-CBOR of " + (end - start) + " bytes, limit " + DagCbor.MAX_SIZE);
    }
  }

  /// Where the next byte is, in the array.
  int at() {
    return at;
  }

  /// The first byte of the next item, or -1 at the end.
  int peek() {
    return at == end ? -1 : in[at] & 0xff;
  }

  /// What was read since `from`, an earlier [#at].
  Bytes since(int from) {
    return Bytes.shared(in, from, at - from);
  }

  /// Takes back what an open container owed for items that are read now.
  void pay(int bytes) {
    owed -= bytes;
  }

  /// Closes what [#count] opened.
  void leave() {
    depth--;
  }

  Node read() {
    var value = item();
    end();
    return value;
  }

  /// Says that the value has ended, and so has the input.
  void end() {
    if (at < end) {
      throw refused((end - at) + " bytes after the value", at);
    }
  }

  /// A whole value, with all that is in it.
  Node item() {
    int from = at;
    int initial = next();
    int info = initial & 0x1f;
    return switch (initial >>> 5) {
      case 0 -> positive(argument(info, from));
      case 1 -> negative(argument(info, from));
      case 2 -> new Node.BytesNode(bytes(info, from));
      case 3 -> new Node.StringNode(text(info, from));
      case 4 -> list(info, from);
      case 5 -> map(info, from);
      case 6 -> new Node.LinkNode(cid(info, from));
      default -> simple(initial, from);
    };
  }

  int next() {
    if (at == end) {
      throw refused("the value is cut off", at);
    }
    return in[at++] & 0xff;
  }

  /// The number that follows an initial byte, as an unsigned long, in its shortest form.
  long argument(int info, int from) {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw refused(
          info == INDEFINITE ? "indefinite length" : "reserved additional information " + info,
          from);
    }
    int size = 1 << (info - 24);
    if (end - at < size) {
      throw refused("the value is cut off", end);
    }
    long value = 0;
    for (int to = at + size; at < to; at++) {
      value = (value << 8) | (in[at] & 0xff);
    }
    boolean minimal = size == 1 ? value >= 24 : value >>> (4 * size) != 0;
    if (!minimal) {
      throw refused(Long.toUnsignedString(value) + " is not in its shortest form", from);
    }
    return value;
  }

  /// A length, which the input has to have room for.
  int length(int info, int from) {
    long length = argument(info, from);
    if (length < 0 || length > end - at) {
      throw refused(
          Long.toUnsignedString(length) + " bytes announced, " + (end - at) + " are left", from);
    }
    return (int) length;
  }

  /// A number of items of `size` bytes or more each, which the input has to have room for.
  int count(int info, int size, int from) {
    long count = argument(info, from);
    int left = Math.max(0, end - at - owed);
    if (count < 0 || count > left / size) {
      throw refused(
          Long.toUnsignedString(count) + " items announced, " + left + " bytes are left for them",
          from);
    }
    int announced = (int) count;
    items += announced * size;
    if (items > DagCbor.MAX_ITEMS) {
      throw refused("more than " + DagCbor.MAX_ITEMS + " items", from);
    }
    if (++depth > DagCbor.MAX_DEPTH) {
      throw refused("nested deeper than " + DagCbor.MAX_DEPTH, from);
    }
    owed += announced * size;
    return announced;
  }

  private static Node positive(long argument) {
    return argument >= 0 ? Node.of(argument) : new Node.BigIntNode(unsigned(argument));
  }

  private static Node negative(long argument) {
    return argument >= 0 ? Node.of(-1 - argument) : new Node.BigIntNode(unsigned(argument).not());
  }

  private static BigInteger unsigned(long bits) {
    var value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(TWO_TO_64) : value;
  }

  Bytes bytes(int info, int from) {
    int size = length(info, from);
    var value = Bytes.shared(in, at, size);
    at += size;
    return value;
  }

  String text(int info, int from) {
    int size = length(info, from);
    var value = Utf8.decode(in, at, size);
    if (value == null) {
      throw refused("text is not UTF-8", from);
    }
    at += size;
    return value;
  }

  private Node list(int info, int from) {
    int count = count(info, 1, from);
    var values = new Node[count];
    for (int i = 0; i < count; i++) {
      owed--;
      values[i] = item();
    }
    depth--;
    return new Node.ListNode(List.of(values));
  }

  private Node map(int info, int from) {
    int count = count(info, 2, from);
    var keys = new String[count];
    var values = new Node[count];
    int previous = 0;
    int previousSize = -1;
    for (int i = 0; i < count; i++) {
      owed -= 2;
      int keyFrom = at;
      int size = keySize(keyFrom, previous, previousSize);
      previous = at;
      previousSize = size;
      keys[i] = key(size, keyFrom);
      values[i] = item();
    }
    depth--;
    return MapNode.ascending(keys, values);
  }

  /// The size of a key, which starts at `at` and has to come after the previous one.
  int keySize(int keyFrom, int previous, int previousSize) {
    int initial = next();
    if (initial >>> 5 != 3) {
      throw refused("map key is not text", keyFrom);
    }
    int size = length(initial & 0x1f, keyFrom);
    if (size <= previousSize) {
      refuseUnlessAfter(previous, previousSize, size, keyFrom);
    }
    return size;
  }

  private void refuseUnlessAfter(int previous, int previousSize, int size, int keyFrom) {
    int order =
        size < previousSize
            ? 1
            : Arrays.compareUnsigned(in, previous, previous + size, in, at, at + size);
    if (order == 0) {
      throw refused("duplicate key " + shown(at, size), keyFrom);
    }
    if (order > 0) {
      throw refused(
          "key "
              + shown(at, size)
              + " after "
              + shown(previous, previousSize)
              + " (shorter keys come first, then bytewise)",
          keyFrom);
    }
  }

  private String shown(int from, int size) {
    var text = Utf8.decode(in, from, size);
    return text == null ? "of " + size + " bytes" : Quoted.of(text);
  }

  String key(int size, int keyFrom) {
    var key = KeyCache.SHARED.decode(in, at, size);
    if (key == null) {
      throw refused("map key is not UTF-8", keyFrom);
    }
    at += size;
    return key;
  }

  Cid cid(int info, int from) {
    long tag = argument(info, from);
    if (tag != 42) {
      throw refused("tag " + Long.toUnsignedString(tag) + ", the only one is 42", from);
    }
    int contentFrom = at;
    int initial = next();
    if (initial >>> 5 != 2) {
      throw refused("tag 42 is not around a byte string", contentFrom);
    }
    int size = length(initial & 0x1f, contentFrom);
    if (size == 0 || in[at] != 0) {
      throw refused("CID does not start with the byte 00", contentFrom);
    }
    try {
      var cid = Cid.of(in, at + 1, at + size);
      at += size;
      return cid;
    } catch (MalformedException e) {
      throw new MalformedException(where(e.getMessage(), contentFrom), e);
    }
  }

  private Node simple(int initial, int from) {
    return switch (initial) {
      case 0xf4 -> Node.FALSE;
      case 0xf5 -> Node.TRUE;
      case 0xf6 -> Node.NULL;
      case 0xfb -> new Node.FloatNode(float64(from));
      default -> throw noItem(initial, from);
    };
  }

  /// Why no item begins with this byte of major type 7.
  MalformedException noItem(int initial, int from) {
    return switch (initial) {
      case 0xf7 -> refused("undefined", from);
      case 0xf9, 0xfa -> refused("float is not 64 bits wide", from);
      case 0xff -> refused("break without indefinite length", from);
      default -> refused("simple value or reserved byte " + Integer.toHexString(initial), from);
    };
  }

  double float64(int from) {
    if (end - at < 8) {
      throw refused("the value is cut off", end);
    }
    double value = Double.longBitsToDouble(Words.big(in, at));
    at += 8;
    if (!Double.isFinite(value)) {
      throw refused("float " + value, from);
    }
    return value;
  }

  MalformedException refused(String what, int where) {
    return new MalformedException(where(what, where));
  }

  private String where(String what, int where) {
    return "DAG-CBOR: " + what + " at offset " + (where - start);
  }
}
