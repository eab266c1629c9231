package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A sealed segment after compaction: what is kept of its frames, compressed.
///
/// *A position never changes.* A kept frame has the bytes and the log position it always had, so
/// indexes and the chains of runs stay as they are; what is not kept leaves a hole. Whoever follows
/// a position into a hole knows that what was there was purged, not damaged: the table and every
/// group have a checksum.
///
/// Behind the header of a [Segment]: log position where the segment ends (8), sha2-256 of how the
/// file began when the log was written (32), number of groups (4); for each group the position of
/// its first frame (8), its size as stored (4), its size unpacked (4) and CRC-32C as stored (4);
/// CRC-32C of all that (4). Then the groups, each some [#GROUP] of frames, deflated if that helps.
/// Small groups, because one is unpacked for every frame that is looked up.
final class ThinSegment implements SegmentReader {
  /// Unpacking so much takes less time than a person or a task would notice.
  private static final int GROUP = 16 * 1024;

  private static final int FINGERPRINT = 32;
  private static final int TABLE = Segment.HEADER + Long.BYTES + FINGERPRINT + Integer.BYTES;
  private static final int ROW = Long.BYTES + 3 * Integer.BYTES;

  private final Segment segment;
  private final ReadFile file;
  private final long end;
  private final Bytes fingerprint;
  private final TreeMap<Long, Group> groups = new TreeMap<>();

  /// Where a group is in the file.
  private record Group(long first, long at, int stored, int size, int checksum) {}

  /// The group that was unpacked last; one reader's next frame is often in it.
  private volatile @Nullable Unpacked last;

  /// What a group holds.
  private static final class Unpacked {
    private final Group group;
    private final byte[] frames;

    Unpacked(Group group, byte[] frames) {
      this.group = group;
      this.frames = frames;
    }
  }

  /// Takes over `file`.
  private ThinSegment(Segment segment, ReadFile file) throws IOException {
    this.segment = segment;
    this.file = file;
    var head = file.read(0, TABLE);
    if (head.length < TABLE) {
      throw segment.corrupt("it ends after " + head.length + " bytes");
    }
    int count = ByteBuffer.wrap(head).getInt(TABLE - Integer.BYTES);
    long size = TABLE + (long) count * ROW + Integer.BYTES;
    if (count < 0 || size > file.size()) {
      throw segment.corrupt("its table of contents has " + count + " rows, and it is shorter");
    }
    var table = ByteBuffer.wrap(file.read(0, (int) size));
    var crc = new CRC32C();
    crc.update(table.array(), 0, (int) size - Integer.BYTES);
    if (table.getInt((int) size - Integer.BYTES) != (int) crc.getValue()) {
      throw segment.corrupt("the checksum of its table of contents is wrong");
    }
    table.position(Segment.HEADER);
    end = table.getLong();
    var digest = new byte[FINGERPRINT];
    table.get(digest);
    fingerprint = Bytes.owned(digest);
    table.getInt();
    long at = size;
    for (int i = 0; i < count; i++) {
      var group = new Group(table.getLong(), at, table.getInt(), table.getInt(), table.getInt());
      groups.put(group.first(), group);
      at += group.stored();
    }
    if (at != file.size()) {
      throw segment.corrupt("it has " + file.size() + " bytes, its table of contents says " + at);
    }
  }

  /// The reader of `segment`, whatever form it has.
  static SegmentReader open(Segment segment) throws IOException {
    var file = new ReadFile(segment.path());
    try {
      return segment.check(file.read(0, Segment.HEADER)) == Segment.THIN_VERSION
          ? new ThinSegment(segment, file)
          : new PlainSegment(segment, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// The compacted segment; empty if `segment` is not one. To be closed.
  static Optional<ThinSegment> find(Segment segment) {
    try {
      var reader = open(segment);
      if (reader instanceof ThinSegment thin) {
        return Optional.of(thin);
      }
      reader.close();
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  /// Log position where the segment ends, and the next one begins.
  long end() {
    return end;
  }

  /// How the file began when the log was written, see [Backup].
  Bytes fingerprint() {
    return fingerprint;
  }

  /// Visits the frames from log position `from` on.
  ///
  /// @throws StoreException `CORRUPT` if one of them is damaged
  void forEach(long from, Consumer<Frame> visitor) {
    var start = groups.floorKey(from);
    for (var group : groups.tailMap(start == null ? from : start, true).values()) {
      frames(
          group,
          frame -> {
            if (frame.position() >= from) {
              visitor.accept(frame);
            }
          });
    }
  }

  /// Visits what is whole and, with its place in the file, what is not.
  void inspect(Consumer<Frame> whole, ObjLongConsumer<String> damaged) {
    for (var group : groups.values()) {
      try {
        frames(group, whole);
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.CORRUPT) {
          throw e;
        }
        damaged.accept("the group of records there is damaged", group.at());
      }
    }
  }

  private void frames(Group group, Consumer<Frame> visitor) {
    var frames = unpack(group);
    for (int at = 0; at < frames.length; ) {
      var frame = frame(group, frames, at);
      visitor.accept(frame);
      at += Frame.HEADER + frame.body().size();
    }
  }

  @Override
  public Optional<Frame> find(long position) {
    if (position >= end) {
      throw segment.corrupt("it ends at log position " + end + ", before " + position);
    }
    var entry = groups.floorEntry(position);
    if (entry == null) {
      return Optional.empty();
    }
    var frames = unpack(entry.getValue());
    for (int at = 0; at < frames.length; ) {
      var frame = frame(entry.getValue(), frames, at);
      if (frame.position() >= position) {
        return frame.position() == position ? Optional.of(frame) : Optional.empty();
      }
      at += Frame.HEADER + frame.body().size();
    }
    return Optional.empty();
  }

  private Frame frame(Group group, byte[] frames, int at) {
    if (frames.length - at < Frame.HEADER
        || !Frame.isIntact(frames, at, Frame.claimedPosition(frames, at))) {
      throw damaged(group, "a record in it is no record");
    }
    return Frame.read(frames, at);
  }

  private byte[] unpack(Group group) {
    var unpacked = last;
    if (unpacked != null && unpacked.group.equals(group)) {
      return unpacked.frames;
    }
    try {
      var stored = file.read(group.at(), group.stored());
      var crc = new CRC32C();
      crc.update(stored);
      if (stored.length != group.stored() || (int) crc.getValue() != group.checksum()) {
        throw damaged(group, "its checksum is wrong");
      }
      var frames = stored.length == group.size() ? stored : inflate(group, stored);
      last = new Unpacked(group, frames);
      return frames;
    } catch (IOException e) {
      throw Failures.opening(segment.path(), e);
    }
  }

  private byte[] inflate(Group group, byte[] stored) {
    try (var inflater = new Inflater()) {
      inflater.setInput(stored);
      var frames = new byte[group.size()];
      int length = inflater.inflate(frames);
      if (length != frames.length) {
        throw damaged(group, "it unpacks to " + length + " bytes, not " + frames.length);
      }
      return frames;
    } catch (DataFormatException e) {
      throw damaged(group, "it cannot be unpacked: " + e.getMessage());
    }
  }

  private StoreException damaged(Group group, String what) {
    return Failures.corrupt(
        segment.path(),
        group.at(),
        "the group of records there is damaged: " + what + "; restore the file from a copy");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// Puts the bytes of such a file together.
  static final class Builder {
    private final Segment segment;
    private final long end;
    private final Bytes fingerprint;
    private final List<Group> groups = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private long first;

    /// @param fingerprint of the file as the log was written, sha2-256
    Builder(Segment segment, long end, Bytes fingerprint) {
      this.segment = segment;
      this.end = end;
      this.fingerprint = fingerprint;
    }

    /// Adds the next frame, in the order of the log.
    void add(Frame frame) {
      if (frames.size() == 0) {
        first = frame.position();
      }
      var bytes = new byte[Frame.HEADER + frame.body().size()];
      Frame.write(bytes, 0, frame);
      frames.writeBytes(bytes);
      if (frames.size() >= GROUP) {
        pack();
      }
    }

    private void pack() {
      if (frames.size() == 0) {
        return;
      }
      var raw = frames.toByteArray();
      var stored = deflate(raw);
      var crc = new CRC32C();
      crc.update(stored);
      groups.add(new Group(first, 0, stored.length, raw.length, (int) crc.getValue()));
      content.writeBytes(stored);
      frames.reset();
    }

    private static byte[] deflate(byte[] raw) {
      try (var deflater = new Deflater()) {
        deflater.setInput(raw);
        deflater.finish();
        var buffer = new byte[raw.length];
        int length = deflater.deflate(buffer);
        // One that does not get smaller is stored as it is; the sizes tell.
        return deflater.finished() && length < raw.length ? Arrays.copyOf(buffer, length) : raw;
      }
    }

    byte[] build() {
      pack();
      int size = TABLE + groups.size() * ROW + Integer.BYTES;
      var bytes = ByteBuffer.allocate(size + content.size());
      bytes.put(segment.header(Segment.THIN_VERSION));
      bytes.putLong(end).put(fingerprint.toArray()).putInt(groups.size());
      for (var group : groups) {
        bytes.putLong(group.first());
        bytes.putInt(group.stored()).putInt(group.size()).putInt(group.checksum());
      }
      var crc = new CRC32C();
      crc.update(bytes.array(), 0, bytes.position());
      bytes.putInt((int) crc.getValue()).put(content.toByteArray());
      return bytes.array();
    }
  }
}
