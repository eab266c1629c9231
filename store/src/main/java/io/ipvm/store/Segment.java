package io.ipvm.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// One file of the log, named by the log position of its first byte.
///
/// Header, 32 bytes: `IPVM-LOG`, version (4), zero (4), base (8), zero (4), CRC-32C of those 28.
/// Frames follow; the space behind the last one is zero. A segment with a successor ends where that
/// one begins. Version 2 is a segment that was compacted, see [ThinSegment].
///
/// @param base log position of the file's first byte
record Segment(Path path, long base) {
  static final int HEADER = 32;
  static final int VERSION = 1;
  static final int THIN_VERSION = 2;

  /// When a segment has this size the next one is begun.
  static final long SIZE = 16L * 1024 * 1024;

  private static final String SUFFIX = ".log";
  private static final byte[] MAGIC = "IPVM-LOG".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  static Segment in(Path folder, long base) {
    return new Segment(folder.resolve(HexFormat.of().toHexDigits(base) + SUFFIX), base);
  }

  /// The segments of `folder`, oldest first; none if there is no folder.
  static List<Segment> list(Path folder) throws IOException {
    var segments = new ArrayList<Segment>();
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        var digits = name.substring(0, name.length() - SUFFIX.length());
        try {
          segments.add(new Segment(file, HexFormat.fromHexDigitsToLong(digits)));
        } catch (IllegalArgumentException e) {
          throw new StoreException(
              StoreException.Kind.CORRUPT,
              file + " is no segment of a log: its name is not a position",
              e);
        }
      }
    }
    segments.sort(Comparator.comparingLong(Segment::base));
    return segments;
  }

  byte[] header() {
    return header(VERSION);
  }

  byte[] header(int version) {
    var header = new byte[HEADER];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    INT.set(header, 8, version);
    LONG.set(header, 16, base);
    INT.set(header, HEADER - 4, checksum(header));
    return header;
  }

  /// Refuses a file that is no segment, is not this one, or is of a newer version; returns the
  /// version.
  int check(byte[] content) {
    if (content.length < HEADER || !Arrays.equals(content, 0, 8, MAGIC, 0, 8)) {
      throw corrupt("it does not begin as a segment of the log does");
    }
    if ((int) INT.get(content, HEADER - 4) != checksum(content)) {
      throw corrupt("the checksum of its first " + HEADER + " bytes is wrong");
    }
    int version = (int) INT.get(content, 8);
    if (version > THIN_VERSION) {
      throw new StoreException(
          StoreException.Kind.NEWER,
          path
              + " has log version "
              + version
              + ", this program knows "
              + THIN_VERSION
              + ": use a newer ipvm");
    }
    if ((long) LONG.get(content, 16) != base) {
      throw corrupt("it belongs at another place of the log; was it renamed?");
    }
    return version;
  }

  StoreException corrupt(String why) {
    return new StoreException(
        StoreException.Kind.CORRUPT, path + " is damaged: " + why + "; restore it from a copy");
  }

  private static int checksum(byte[] header) {
    var crc = new CRC32C();
    crc.update(header, 0, HEADER - 4);
    return (int) crc.getValue();
  }
}
