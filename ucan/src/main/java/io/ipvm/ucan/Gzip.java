package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/// Exactly one member of gzip (RFC 1952), and a limit that is kept while it is inflated.
///
/// The stream of the JDK would take further members and ignore whatever else follows; both would
/// let one container be written in many ways, and let readers disagree about what is in it.
final class Gzip {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int CHUNK = 16 * 1024;

  private static final int FLAG_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  private Gzip() {}

  static Bytes compress(Bytes bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      bytes.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.owned(out.toByteArray());
  }

  /// Inflates to at most `limit` bytes.
  ///
  /// @throws MalformedException if `bytes` are not one member, or more than `limit` come out
  static Bytes inflate(Bytes bytes, int limit) {
    int begin = header(bytes);
    try (var inflater = new Inflater(true)) {
      inflater.setInput(bytes.slice(begin).asBuffer());
      var inflated = inflate(inflater, limit);
      int end = begin + Math.toIntExact(inflater.getBytesRead());
      if (bytes.size() != end + TRAILER) {
        throw new MalformedException(
            "gzip data has "
                + (bytes.size() - end)
                + " bytes behind what is compressed, has to have "
                + TRAILER
                + ": one member, and nothing else");
      }
      var crc = new CRC32();
      crc.update(inflated.asBuffer());
      if (int32(bytes, end) != (int) crc.getValue() || int32(bytes, end + 4) != inflated.size()) {
        throw new MalformedException("gzip data does not have the checksum or size that it says");
      }
      return inflated;
    } catch (DataFormatException e) {
      throw new MalformedException("gzip data is damaged: " + e.getMessage(), e);
    }
  }

  private static Bytes inflate(Inflater inflater, int limit) throws DataFormatException {
    var out = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    while (!inflater.finished()) {
      int size = inflater.inflate(chunk);
      if (size == 0 && !inflater.finished()) {
        throw new MalformedException("gzip data is cut off");
      }
      out.write(chunk, 0, size);
      if (out.size() > limit) {
        throw new MalformedException("gzip data inflates to more than " + limit + " bytes");
      }
    }
    return Bytes.owned(out.toByteArray());
  }

  /// Where the compressed data begins.
  private static int header(Bytes bytes) {
    if (bytes.size() < HEADER + TRAILER
        || bytes.at(0) != 0x1f
        || bytes.at(1) != (byte) 0x8b
        || bytes.at(2) != 8) {
      throw new MalformedException("what should be gzip data is none");
    }
    int flags = bytes.at(3);
    int at = HEADER;
    if ((flags & FLAG_EXTRA) != 0) {
      at = within(bytes, at + 2) + (bytes.at(at) & 0xff) + ((bytes.at(at + 1) & 0xff) << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      at = afterZero(bytes, at);
    }
    if ((flags & FLAG_COMMENT) != 0) {
      at = afterZero(bytes, at);
    }
    if ((flags & FLAG_CRC) != 0) {
      at += 2;
    }
    if ((flags & 0xe0) != 0) {
      throw new MalformedException("gzip data has flags that are reserved");
    }
    return within(bytes, at);
  }

  private static int afterZero(Bytes bytes, int from) {
    int at = from;
    while (at < bytes.size() && bytes.at(at) != 0) {
      at++;
    }
    return at + 1;
  }

  private static int within(Bytes bytes, int at) {
    if (at > bytes.size()) {
      throw new MalformedException("gzip data is cut off");
    }
    return at;
  }

  private static int int32(Bytes bytes, int at) {
    return bytes.slice(at, at + 4).asBuffer().order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
