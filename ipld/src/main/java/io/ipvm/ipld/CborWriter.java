package io.ipvm.ipld;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the one DAG-CBOR form of a value.
///
/// The bytes lie in segments, which are joined once at the end: nothing is copied because an array
/// had to grow, and a large byte string is a segment itself.
final class CborWriter {
  private static final int FIRST_SEGMENT = 512;
  private static final int SEGMENT = 64 * 1024;

  /// From this size on, a byte string is not copied into a segment.
  private static final int LARGE = 4 * 1024;

  /// Initial byte and argument.
  private static final int HEAD = 9;

  private final List<Bytes> segments = new ArrayList<>(0);

  /// Bytes in `segments`.
  private int closed;

  private byte[] out = new byte[FIRST_SEGMENT];

  /// Where the open segment starts in `out`, and where it ends so far.
  private int from;

  private int at;

  Bytes write(Node value) {
    item(value, 0);
    return finish();
  }

  /// What was written.
  Bytes finish() {
    if (segments.isEmpty()) {
      return Bytes.owned(Arrays.copyOf(out, at));
    }
    close();
    var whole = new byte[closed];
    int to = 0;
    for (var segment : segments) {
      segment.copyTo(whole, to);
      to += segment.size();
    }
    return Bytes.owned(whole);
  }

  /// A whole value, within `depth` containers.
  void item(Node value, int depth) {
    switch (value) {
      case Node.StringNode(var text) -> text(text);
      case Node.IntNode(long number) -> integer(number);
      case MapNode map -> map(map, deeper(depth));
      case Node.LinkNode(var cid) -> link(cid);
      case Node.ListNode(var items) -> {
        head(4, items.size());
        int below = deeper(depth);
        for (int i = 0; i < items.size(); i++) {
          item(items.get(i), below);
        }
      }
      case Node.BytesNode(var bytes) -> bytes(bytes);
      case Node.BoolNode(boolean flag) -> bool(flag);
      case Node.NullNode() -> single(0xf6);
      case Node.FloatNode(double number) -> {
        single(0xfb);
        wide(Double.doubleToRawLongBits(number), 8);
      }
      case Node.BigIntNode(var number) -> big(number);
    }
  }

  void integer(long number) {
    head(number < 0 ? 1 : 0, number < 0 ? ~number : number);
  }

  void bool(boolean flag) {
    single(flag ? 0xf5 : 0xf4);
  }

  void bytes(Bytes bytes) {
    head(2, bytes.size());
    append(bytes);
  }

  /// The begin of a list or map, within `depth` containers.
  void begin(boolean map, int count, int depth) {
    deeper(depth);
    head(map ? 5 : 4, count);
  }

  private static int deeper(int depth) {
    if (depth == DagCbor.MAX_DEPTH) {
      throw new MalformedException("value nests deeper than " + DagCbor.MAX_DEPTH);
    }
    return depth + 1;
  }

  private void map(MapNode map, int depth) {
    head(5, map.size());
    for (int i = 0; i < map.size(); i++) {
      text(map.key(i));
      item(map.value(i), depth);
    }
  }

  private void big(BigInteger number) {
    boolean negative = number.signum() < 0;
    head(negative ? 1 : 0, (negative ? number.not() : number).longValue());
  }

  void link(Cid cid) {
    var bytes = cid.array();
    reserve(2);
    out[at++] = (byte) 0xd8;
    out[at++] = 42;
    head(2, bytes.length + 1);
    reserve(bytes.length + 1);
    out[at++] = 0;
    System.arraycopy(bytes, 0, out, at, bytes.length);
    at += bytes.length;
  }

  void text(String text) {
    int chars = text.length();
    refuseAbove(chars);
    reserve(HEAD + chars);
    int start = at;
    // Assume ASCII: the head is right then, and nothing has to be measured first.
    head(3, chars);
    var target = out;
    int next = at;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        at = start;
        unicode(text);
        return;
      }
      target[next++] = (byte) c;
    }
    at = next;
  }

  private void unicode(String text) {
    int unpaired = Utf8.unpaired(text);
    if (unpaired >= 0) {
      throw new MalformedException(
          "string has an unpaired surrogate at " + unpaired + ", which has no UTF-8 form");
    }
    var bytes = Bytes.utf8(text);
    head(3, bytes.size());
    append(bytes);
  }

  private void single(int value) {
    reserve(1);
    out[at++] = (byte) value;
  }

  /// An initial byte and its argument, an unsigned long, in the shortest form.
  private void head(int major, long argument) {
    reserve(HEAD);
    int high = major << 5;
    if (argument >= 0 && argument < 24) {
      out[at++] = (byte) (high | (int) argument);
    } else if (argument >>> 8 == 0) {
      out[at++] = (byte) (high | 24);
      out[at++] = (byte) argument;
    } else if (argument >>> 16 == 0) {
      out[at++] = (byte) (high | 25);
      wide(argument, 2);
    } else if (argument >>> 32 == 0) {
      out[at++] = (byte) (high | 26);
      wide(argument, 4);
    } else {
      out[at++] = (byte) (high | 27);
      wide(argument, 8);
    }
  }

  private void wide(long value, int size) {
    reserve(size);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out[at++] = (byte) (value >>> shift);
    }
  }

  private void append(Bytes bytes) {
    if (bytes.size() < LARGE) {
      reserve(bytes.size());
      bytes.copyTo(out, at);
      at += bytes.size();
    } else {
      close();
      refuseAbove(bytes.size());
      segments.add(bytes);
      closed += bytes.size();
    }
  }

  private void reserve(int size) {
    if (out.length - at < size) {
      close();
      out = new byte[Math.max(size, SEGMENT)];
      from = 0;
      at = 0;
    }
  }

  private void close() {
    refuseAbove(at - from);
    segments.add(Bytes.shared(out, from, at - from));
    closed += at - from;
    from = at;
  }

  private void refuseAbove(int more) {
    if (more > DagCbor.MAX_SIZE - closed) {
      throw new MalformedException("value is larger than " + DagCbor.MAX_SIZE + " bytes encoded");
    }
  }
}
