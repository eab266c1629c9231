package io.ipvm.ipld;

/// Reads binary formats of the multiformats family from front to back.
///
/// Not for sharing between threads. Every refusal names the offset.
public final class BytesReader {
  private final Bytes bytes;
  private int position;

  public BytesReader(Bytes bytes) {
    this.bytes = bytes;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return bytes.size() - position;
  }

  /// Reads an unsigned varint.
  ///
  /// @throws MalformedException if there is no minimal varint of at most nine bytes here
  public long varint() {
    int start = bytes.offset() + position;
    try {
      long value = Varint.read(bytes.array(), start, bytes.offset() + bytes.size());
      position += Varint.size(value);
      return value;
    } catch (MalformedException e) {
      throw new MalformedException(e.getMessage() + " at offset " + position, e);
    }
  }

  /// The next `size` bytes, sharing memory with the whole.
  ///
  /// @throws MalformedException if fewer are left
  public Bytes bytes(long size) {
    if (size < 0 || size > remaining()) {
      throw new MalformedException(
          size + " bytes wanted at offset " + position + ", " + remaining() + " are left");
    }
    int from = position;
    position += (int) size;
    return bytes.slice(from, position);
  }

  /// Reads a CID.
  ///
  /// @throws MalformedException if there is no CID here
  public Cid cid() {
    int start = bytes.offset() + position;
    try {
      var cid = Cid.prefix(bytes.array(), start, bytes.offset() + bytes.size());
      position += cid.size();
      return cid;
    } catch (MalformedException e) {
      throw new MalformedException(e.getMessage() + " at offset " + position, e);
    }
  }

  /// All that is left.
  public Bytes rest() {
    return bytes(remaining());
  }

  /// Says that all has been read.
  ///
  /// @throws MalformedException if anything is left
  public void end() {
    if (remaining() > 0) {
      throw new MalformedException(remaining() + " bytes too many at offset " + position);
    }
  }
}
