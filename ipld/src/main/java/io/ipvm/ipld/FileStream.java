package io.ipvm.ipld;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// Reads the blocks of a file when their bytes are wanted, from left to right.
///
/// A block has to hold exactly the bytes that its parent announced, and what announces none is not
/// fetched, so a small graph of many empty files cannot keep the reader busy. Not for sharing
/// between threads.
final class FileStream extends InputStream {
  private final BlockSource source;

  /// What is still to be read, the next part on top.
  private final Deque<Part> parts = new ArrayDeque<>();

  private Bytes current;
  private int at;

  private record Part(Cid cid, long size, int depth) {}

  FileStream(Cid cid, BlockSource source) {
    this.source = source;
    current = expand(cid, content(cid), 0);
  }

  /// How many bytes the file has, before any was read.
  long size() {
    return current.size() + parts.stream().mapToLong(Part::size).sum();
  }

  @Override
  public int read() {
    return advance() ? current.at(at++) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int size) {
    Objects.checkFromIndexSize(offset, size, target.length);
    if (size == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(size, current.size() - at);
    current.slice(at, at + count).copyTo(target, offset);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return current.size() - at;
  }

  /// The next piece as the block holds it, or empty at the end.
  Bytes nextPiece() {
    if (!advance()) {
      return Bytes.EMPTY;
    }
    var piece = current.slice(at);
    at = current.size();
    return piece;
  }

  /// Makes sure that `current` has a byte to give, if there is one.
  private boolean advance() {
    while (at == current.size()) {
      var part = parts.poll();
      if (part == null) {
        return false;
      }
      var content = content(part.cid);
      if (content.size() != part.size) {
        throw new MalformedException(
            "block "
                + part.cid
                + " of a file has "
                + content.size()
                + " bytes of content, but its"
                + " parent says "
                + part.size);
      }
      current = expand(part.cid, content, part.depth);
      at = 0;
    }
    return true;
  }

  private Content content(Cid cid) {
    return Content.of(cid, source.require(cid));
  }

  /// Puts the children of a block on the stack, and returns the bytes that come before them.
  private Bytes expand(Cid cid, Content content, int depth) {
    if (depth > UnixFs.MAX_DEPTH) {
      throw new MalformedException(
          "block " + cid + " of a file is deeper than " + UnixFs.MAX_DEPTH);
    }
    for (int i = content.links().size() - 1; i >= 0; i--) {
      long size = content.sizes().get(i);
      if (size > 0) {
        parts.push(new Part(content.links().get(i).cid(), size, depth + 1));
      }
    }
    return content.data();
  }
}
