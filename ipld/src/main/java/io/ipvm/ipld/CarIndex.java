package io.ipvm.ipld;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where in the data of a CAR archive the sections of which blocks begin.
///
/// Digests of one length lie together, sorted, each followed by an offset from the begin of the
/// data (an archive of version 1) in eight bytes. What an index says is a hint, to be checked
/// against the section: see [CarFile]. Source: ipld/ipld specs/transport/car/carv2, rule CAR-2.
public final class CarIndex {
  /// The layouts that archives use, by multicodec number.
  public enum Format {
    /// Digests only; blocks of different hash functions lie together.
    INDEX_SORTED(0x0400),
    /// Digests by hash function; blocks within their own CID (identity) are left out.
    MULTIHASH_INDEX_SORTED(0x0401);

    private final long code;

    Format(long code) {
      this.code = code;
    }

    public long code() {
      return code;
    }
  }

  private static final int OFFSET = 8;
  private static final int MAX_WIDTH = 64 * 1024;

  /// Hash function of the buckets of [Format#INDEX_SORTED], which does not say.
  private static final long ANY = -1;

  private final Format format;

  /// Hash function, then width of a record; both ascending.
  private final Map<Long, Map<Integer, Bytes>> buckets;

  private CarIndex(Format format, Map<Long, Map<Integer, Bytes>> buckets) {
    this.format = format;
    this.buckets = buckets;
  }

  /// Collects the places of sections.
  static final class Builder {
    private final Format format;
    private final Map<Long, Map<Integer, List<byte[]>>> buckets = new TreeMap<>();

    Builder(Format format) {
      this.format = format;
    }

    /// @param offset of the section, from the begin of the data
    void add(Cid cid, long offset) {
      boolean multihash = format == Format.MULTIHASH_INDEX_SORTED;
      if (multihash && cid.multihashCode() == Multihash.IDENTITY) {
        return;
      }
      var digest = cid.digest();
      var row = ByteBuffer.allocate(digest.size() + OFFSET).order(ByteOrder.LITTLE_ENDIAN);
      row.put(digest.asBuffer()).putLong(offset);
      buckets
          .computeIfAbsent(multihash ? cid.multihashCode() : ANY, _ -> new TreeMap<>())
          .computeIfAbsent(row.capacity(), _ -> new ArrayList<>())
          .add(row.array());
    }

    CarIndex build() {
      var built = new TreeMap<Long, Map<Integer, Bytes>>();
      buckets.forEach((hash, widths) -> {
        var sorted = new TreeMap<Integer, Bytes>();
        widths.forEach((width, rows) -> sorted.put(width, join(width, rows)));
        built.put(hash, sorted);
      });
      return new CarIndex(format, built);
    }

    private static Bytes join(int width, List<byte[]> rows) {
      // The sort is stable: sections of one block stay in the order of the archive.
      rows.sort((a, b) -> Arrays.compareUnsigned(a, 0, width - OFFSET, b, 0, width - OFFSET));
      var all = new byte[Math.multiplyExact(width, rows.size())];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i), 0, all, i * width, width);
      }
      return Bytes.owned(all);
    }
  }

  /// Reads an index, all of `bytes`; empty if it is in a format that is not known here.
  ///
  /// @throws MalformedException if it is broken or not sorted
  public static Optional<CarIndex> read(Bytes bytes) {
    var reader = new BytesReader(bytes);
    try {
      long code = reader.varint();
      for (var format : Format.values()) {
        if (format.code == code) {
          var index = new CarIndex(format, read(reader, format));
          reader.end();
          return Optional.of(index);
        }
      }
      return Optional.empty();
    } catch (MalformedException e) {
      throw new MalformedException("CAR index: " + e.getMessage(), e);
    }
  }

  private static Map<Long, Map<Integer, Bytes>> read(BytesReader reader, Format format) {
    var buckets = new TreeMap<Long, Map<Integer, Bytes>>();
    if (format == Format.INDEX_SORTED) {
      buckets.put(ANY, widths(reader));
      return buckets;
    }
    long previous = -1;
    for (int left = count(reader); left > 0; left--) {
      long hash = little(reader, 8).getLong();
      if (hash <= previous) {
        throw new MalformedException(
            "hash function 0x" + Long.toHexString(hash) + " out of order, " + at(reader));
      }
      previous = hash;
      buckets.put(hash, widths(reader));
    }
    return buckets;
  }

  private static Map<Integer, Bytes> widths(BytesReader reader) {
    var widths = new TreeMap<Integer, Bytes>();
    int previous = OFFSET - 1;
    for (int left = count(reader); left > 0; left--) {
      int width = little(reader, 4).getInt();
      if (width <= previous || width > MAX_WIDTH) {
        throw new MalformedException("records of " + width + " bytes, " + at(reader));
      }
      previous = width;
      long size = little(reader, 8).getLong();
      if (size % width != 0) {
        throw new MalformedException(
            size + " bytes are no records of " + width + " bytes, " + at(reader));
      }
      var rows = reader.bytes(size);
      requireSorted(rows, width, reader);
      widths.put(width, rows);
    }
    return widths;
  }

  private static int count(BytesReader reader) {
    int count = little(reader, 4).getInt();
    if (count < 0) {
      throw new MalformedException(count + " buckets, " + at(reader));
    }
    return count;
  }

  private static void requireSorted(Bytes rows, int width, BytesReader reader) {
    for (int i = width; i < rows.size(); i += width) {
      if (digest(rows, i - width, width).compareTo(digest(rows, i, width)) > 0) {
        throw new MalformedException("record " + i / width + " out of order, " + at(reader));
      }
    }
  }

  private static Bytes digest(Bytes rows, int at, int width) {
    return rows.slice(at, at + width - OFFSET);
  }

  private static ByteBuffer little(BytesReader reader, int size) {
    return reader.bytes(size).asBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String at(BytesReader reader) {
    return "before offset " + reader.position();
  }

  public Format format() {
    return format;
  }

  /// How many sections it knows.
  public long size() {
    return buckets.values().stream()
        .flatMap(widths -> widths.entrySet().stream())
        .mapToLong(bucket -> bucket.getValue().size() / bucket.getKey())
        .sum();
  }

  /// Where sections with this digest begin, from the begin of the data; what they hold has to be
  /// looked at. The order is that of the index.
  public List<Long> find(Cid cid) {
    var digest = cid.digest();
    int width = digest.size() + OFFSET;
    var hash = format == Format.MULTIHASH_INDEX_SORTED ? cid.multihashCode() : ANY;
    var rows = buckets.getOrDefault(hash, Map.of()).get(width);
    if (rows == null) {
      return List.of();
    }
    var found = new ArrayList<Long>();
    for (int i = first(rows, width, digest);
        i < rows.size() && digest(rows, i, width).equals(digest);
        i += width) {
      var row = rows.slice(i, i + width).asBuffer().order(ByteOrder.LITTLE_ENDIAN);
      found.add(row.getLong(width - OFFSET));
    }
    return List.copyOf(found);
  }

  /// Where the first record begins whose digest is not below `digest`.
  private static int first(Bytes rows, int width, Bytes digest) {
    int low = 0;
    int high = rows.size() / width;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (digest(rows, middle * width, width).compareTo(digest) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low * width;
  }

  /// Writes what [#read] reads.
  public void writeTo(OutputStream out) throws IOException {
    Varint.encode(format.code).writeTo(out);
    if (format == Format.INDEX_SORTED) {
      write(buckets.getOrDefault(ANY, Map.of()), out);
      return;
    }
    out.write(little(4).putInt(buckets.size()).array());
    for (var bucket : buckets.entrySet()) {
      out.write(little(8).putLong(bucket.getKey()).array());
      write(bucket.getValue(), out);
    }
  }

  private static void write(Map<Integer, Bytes> widths, OutputStream out) throws IOException {
    out.write(little(4).putInt(widths.size()).array());
    for (var rows : widths.entrySet()) {
      out.write(little(12).putInt(rows.getKey()).putLong(rows.getValue().size()).array());
      rows.getValue().writeTo(out);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
