package io.ipvm.ipld;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files and directories as IPFS stores them: CIDv1, 256 KiB chunks, raw leaves, balanced dag-pb
/// above them. The CIDs are those of `ipfs add --cid-version=1`.
///
/// Source: ipfs/specs UNIXFS.md.
public final class UnixFs {
  /// Bytes in a chunk.
  public static final int CHUNK = 256 * 1024;

  /// Links of a node within a file.
  public static final int LINKS = 174;

  /// How many nodes may lie above a leaf when reading.
  public static final int MAX_DEPTH = 32;

  /// Largest directory block; IPFS splits larger ones (HAMT), which is not done here.
  public static final int MAX_DIRECTORY = 1024 * 1024;

  /// How many names a path may have.
  public static final int MAX_PATH = 256;

  private UnixFs() {}

  /// What was stored.
  ///
  /// @param size bytes of content
  /// @param dagSize bytes of all blocks, which a directory notes of its entries
  public record Stored(Cid cid, long size, long dagSize) {}

  /// A name in a directory.
  ///
  /// @param dagSize bytes of all blocks, as the directory says
  public record Entry(String name, Cid cid, long dagSize) {}

  /// A block that is DAG-PB with UnixFS in it.
  record Parsed(PbNode pb, UnixFsNode file) {}

  /// Stores what `in` holds and returns the CID of the file.
  public static Cid write(InputStream in, BlockSink sink) throws IOException {
    return store(in, sink).cid();
  }

  /// Stores what `in` holds as a file.
  public static Stored store(InputStream in, BlockSink sink) throws IOException {
    return new FileWriter(sink).write(in);
  }

  /// Stores a directory of what is stored already.
  ///
  /// @throws MalformedException if a name is empty, `.`, `..`, or has a slash or a zero in it
  /// @throws IpvmException `EXHAUSTED` above [#MAX_DIRECTORY]
  public static Stored storeDirectory(Map<String, Stored> entries, BlockSink sink) {
    entries.keySet().forEach(UnixFs::requireName);
    var links =
        entries.entrySet().stream()
            .map(entry ->
                new PbNode.Link(entry.getValue().cid(), entry.getKey(), entry.getValue().dagSize()))
            .toList();
    long size = entries.values().stream().mapToLong(Stored::size).sum();
    return store(new PbNode(links, UnixFsNode.directory().encode()), size, sink);
  }

  static Stored store(PbNode node, long size, BlockSink sink) {
    var bytes = node.encode();
    if (bytes.size() > MAX_DIRECTORY) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "directory of "
              + node.links().size()
              + " entries has "
              + bytes.size()
              + " bytes, limit "
              + MAX_DIRECTORY);
    }
    var block = Block.of(Codec.DAG_PB, bytes);
    sink.put(block);
    long below = node.links().stream().mapToLong(UnixFs::dagSize).sum();
    return new Stored(block.cid(), size, bytes.size() + below);
  }

  private static long dagSize(PbNode.Link link) {
    return link.size() == null ? 0 : link.size();
  }

  private static void requireName(String name) {
    boolean leaves = name.isEmpty() || name.equals(".") || name.equals("..");
    if (leaves || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || Utf8.unpaired(name) >= 0) {
      throw new MalformedException(Quoted.of(name) + " cannot be a name in a directory");
    }
  }

  /// The whole content of the file `cid`, at most `limit` bytes.
  ///
  /// @throws IpvmException `NOT_FOUND` if a block is missing, `EXHAUSTED` above the limit
  /// @throws MalformedException if `cid` is no file
  public static Bytes read(Cid cid, BlockSource source, long limit) {
    var stream = new FileStream(cid, source);
    long size = stream.size();
    if (size > Math.min(limit, Integer.MAX_VALUE - 8)) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "file " + cid + " has " + size + " bytes, limit " + limit);
    }
    var first = stream.nextPiece();
    if (first.size() == size) {
      return first;
    }
    // Grows with what is there: the announced size is only a claim.
    var whole = new ByteArrayOutputStream(2 * CHUNK);
    for (var piece = first; !piece.isEmpty(); piece = stream.nextPiece()) {
      whole.write(piece.array(), piece.offset(), piece.size());
    }
    return Bytes.owned(whole.toByteArray());
  }

  /// The content of the file `cid`, fetched block by block while it is read; reading throws what
  /// [#read] throws.
  ///
  /// @throws IpvmException `NOT_FOUND` if the first block is missing
  /// @throws MalformedException if `cid` is no file
  public static InputStream open(Cid cid, BlockSource source) {
    return new FileStream(cid, source);
  }

  /// How many bytes the file `cid` has; looks at its first block only.
  ///
  /// @throws IpvmException `NOT_FOUND` if the first block is missing
  /// @throws MalformedException if `cid` is no file
  public static long size(Cid cid, BlockSource source) {
    return Content.of(cid, source.require(cid)).size();
  }

  /// Whether `cid` is a directory.
  ///
  /// @throws IpvmException `NOT_FOUND` if the block is missing
  public static boolean isDirectory(Cid cid, BlockSource source) {
    if (cid.codec() != Codec.DAG_PB) {
      return false;
    }
    var type = node(cid, source.require(cid)).file.type();
    return type == UnixFsNode.Type.DIRECTORY || type == UnixFsNode.Type.HAMT_SHARD;
  }

  /// The entries of the directory `cid`, in its order.
  ///
  /// @throws IpvmException `NOT_FOUND` if the block is missing
  /// @throws MalformedException if `cid` is no directory, or names repeat or cannot be names
  public static List<Entry> list(Cid cid, BlockSource source) {
    var node = cid.codec() == Codec.DAG_PB ? node(cid, source.require(cid)) : null;
    if (node == null || node.file.type() != UnixFsNode.Type.DIRECTORY) {
      boolean sharded = node != null && node.file.type() == UnixFsNode.Type.HAMT_SHARD;
      throw refused(
          cid, sharded ? "is a directory in shards (HAMT), which is not read" : "is no directory");
    }
    var names = new HashSet<String>();
    for (var link : node.pb.links()) {
      requireName(link.text());
      if (!names.add(link.text())) {
        throw refused(cid, "is a directory with two entries " + Quoted.of(link.text()));
      }
    }
    return node.pb.links().stream()
        .map(link -> new Entry(link.text(), link.cid(), dagSize(link)))
        .toList();
  }

  /// What lies at `path` (names between slashes) below the directory `cid`; `cid` itself if `path`
  /// is empty.
  ///
  /// @throws IpvmException `NOT_FOUND` if a block is missing
  /// @throws MalformedException if something on the way is no directory
  public static Optional<Cid> resolve(Cid cid, String path, BlockSource source) {
    var names = path.split("/", -1);
    if (names.length > MAX_PATH) {
      throw new MalformedException("path has " + names.length + " names, limit " + MAX_PATH);
    }
    var at = cid;
    for (var name : names) {
      if (name.isEmpty()) {
        continue;
      }
      var found = list(at, source).stream().filter(entry -> entry.name.equals(name)).findFirst();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      at = found.get().cid;
    }
    return Optional.of(at);
  }

  /// The UnixFS node in `block`.
  static Parsed node(Cid cid, Bytes block) {
    if (cid.codec() != Codec.DAG_PB) {
      throw refused(cid, "is neither raw nor dag-pb, so it is no file");
    }
    try {
      var pb = PbNode.decode(block);
      if (pb.data() == null) {
        throw new MalformedException("no data, so no UnixFS");
      }
      return new Parsed(pb, UnixFsNode.decode(pb.data()));
    } catch (MalformedException e) {
      throw new MalformedException("block " + cid + ": " + e.getMessage(), e);
    }
  }

  static MalformedException refused(Cid cid, String why) {
    return new MalformedException(cid + " " + why);
  }
}
