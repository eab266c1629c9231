package io.ipvm.ipld;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable run of bytes, compared by content; slices share the array they were cut from.
///
/// Records hold `Bytes`, never `byte[]`, whose equality is identity.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /// Copies `bytes`.
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone(), 0, bytes.length);
  }

  /// Takes `bytes` without a copy: the caller gives the array away and never writes to it again.
  public static Bytes owned(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  /// A view of an array that is never written to again.
  static Bytes shared(byte[] array, int offset, int size) {
    return new Bytes(array, offset, size);
  }

  /// Copies what remains in `buffer`, whose position does not move.
  public static Bytes of(ByteBuffer buffer) {
    var copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    return owned(copy);
  }

  public static Bytes utf8(String text) {
    return owned(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads what [#hex] writes.
  ///
  /// @throws IllegalArgumentException if `hex` is not pairs of hexadecimal digits
  public static Bytes fromHex(String hex) {
    return owned(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, size)];
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive), sharing memory with this object.
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new Bytes(array, offset + from, to - from);
  }

  public Bytes slice(int from) {
    return slice(from, size);
  }

  public Bytes concat(Bytes tail) {
    var joined = Arrays.copyOfRange(array, offset, offset + size + tail.size);
    System.arraycopy(tail.array, tail.offset, joined, size, tail.size);
    return owned(joined);
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  /// A read-only view; writes are refused by the buffer.
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, size);
  }

  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, offset, target, at, size);
  }

  public String hex() {
    return HexFormat.of().formatHex(array, offset, offset + size);
  }

  /// Package-private: codecs read the array itself, and never write to it.
  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  public boolean startsWith(Bytes prefix) {
    return size >= prefix.size && slice(0, prefix.size).equals(prefix);
  }

  /// Unsigned, byte by byte; a prefix comes before what it is a prefix of.
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(
        array, offset, offset + size, other.array, other.offset, other.offset + other.size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + size; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return size <= 32 ? hex() : slice(0, 32).hex() + "... (" + size + " bytes)";
  }
}
