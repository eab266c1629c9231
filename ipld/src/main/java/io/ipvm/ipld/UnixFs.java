package io.ipvm.ipld;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files, directories and symbolic links as IPFS stores them: CIDv1, 256 KiB chunks, raw leaves,
/// balanced dag-pb above them, large directories in shards. The CIDs are those of `ipfs add
/// --cid-version=1`. What is read may have CIDs of version 0.
///
/// Source: ipfs/specs UNIXFS.md.
public final class UnixFs {
  /// Bytes in a chunk.
  public static final int CHUNK = 256 * 1024;

  /// Links of a node within a file.
  public static final int LINKS = 174;

  /// How many nodes may lie above a leaf when reading.
  public static final int MAX_DEPTH = 32;

  /// Bytes of names and CIDs above which a directory is divided into shards, as IPFS does.
  public static final int DIRECTORY_IN_ONE = 256 * 1024;

  /// Longest target of a symbolic link, in bytes.
  public static final int MAX_SYMLINK = 4096;

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
  public static Stored storeDirectory(Map<String, Stored> entries, BlockSink sink) {
    entries.keySet().forEach(UnixFs::requireName);
    var links =
        entries.entrySet().stream()
            .map(entry ->
                new PbNode.Link(entry.getValue().cid(), entry.getKey(), entry.getValue().dagSize()))
            .toList();
    long size = entries.values().stream().mapToLong(Stored::size).sum();
    long estimate = links.stream().mapToLong(UnixFs::estimate).sum();
    if (estimate > DIRECTORY_IN_ONE) {
      return Hamt.store(links, size, sink);
    }
    return store(new PbNode(links, UnixFsNode.directory().encode()), size, sink);
  }

  private static long estimate(PbNode.Link link) {
    return (long) Utf8.length(link.text()) + link.cid().size();
  }

  /// Stores a symbolic link.
  ///
  /// @throws MalformedException if `target` is empty, longer than [#MAX_SYMLINK] or has no UTF-8
  ///   form
  public static Stored storeSymlink(String target, BlockSink sink) {
    if (target.isEmpty() || Utf8.unpaired(target) >= 0 || Utf8.length(target) > MAX_SYMLINK) {
      throw new MalformedException(Quoted.of(target) + " cannot be the target of a symbolic link");
    }
    return store(new PbNode(List.of(), UnixFsNode.symlink(target).encode()), 0, sink);
  }

  static Stored store(PbNode node, long size, BlockSink sink) {
    var bytes = node.encode();
    var block = Block.of(Codec.DAG_PB, bytes);
    sink.put(block);
    long below = node.links().stream().mapToLong(UnixFs::dagSize).sum();
    return new Stored(block.cid(), size, bytes.size() + below);
  }

  static long dagSize(PbNode.Link link) {
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

  /// What can lie under a name.
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK
  }

  /// What `cid` is; looks at its first block only.
  ///
  /// @throws IpvmException `NOT_FOUND` if the block is missing
  /// @throws MalformedException if it is none of them
  public static Kind kind(Cid cid, BlockSource source) {
    if (cid.codec() == Codec.RAW) {
      return Kind.FILE;
    }
    return switch (node(cid, source.require(cid)).file.type()) {
      case FILE, RAW -> Kind.FILE;
      case DIRECTORY, HAMT_SHARD -> Kind.DIRECTORY;
      case SYMLINK -> Kind.SYMLINK;
      case METADATA -> throw refused(cid, "is metadata, which is not read");
    };
  }

  /// Whether `cid` is a directory.
  ///
  /// @throws IpvmException `NOT_FOUND` if the block is missing
  /// @throws MalformedException if it is broken
  public static boolean isDirectory(Cid cid, BlockSource source) {
    return cid.codec() == Codec.DAG_PB && kind(cid, source) == Kind.DIRECTORY;
  }

  /// The target of the symbolic link `cid`, as it was stored: what it leads to is for the caller to
  /// find, and may be nothing.
  ///
  /// @throws IpvmException `NOT_FOUND` if the block is missing
  /// @throws MalformedException if `cid` is no symbolic link
  public static String readSymlink(Cid cid, BlockSource source) {
    var node = cid.codec() == Codec.DAG_PB ? node(cid, source.require(cid)).file : null;
    if (node == null || node.type() != UnixFsNode.Type.SYMLINK) {
      throw refused(cid, "is no symbolic link");
    }
    var data = node.data() == null ? Bytes.EMPTY : node.data();
    var target =
        data.isEmpty() || data.size() > MAX_SYMLINK
            ? null
            : Utf8.decode(data.array(), data.offset(), data.size());
    if (target == null) {
      throw refused(cid, "is a symbolic link whose target is no text of 1 to 4096 bytes");
    }
    return target;
  }

  /// The entries of the directory `cid`, in its order; of one in shards, all shards are fetched.
  ///
  /// @throws IpvmException `NOT_FOUND` if a block is missing
  /// @throws MalformedException if `cid` is no directory, or names repeat or cannot be names
  public static List<Entry> list(Cid cid, BlockSource source) {
    var node = directory(cid, source);
    var links = node.file.shard() == null ? node.pb.links() : Hamt.list(cid, node, source);
    var names = new HashSet<String>();
    for (var link : links) {
      requireName(link.text());
      if (!names.add(link.text())) {
        throw refused(cid, "is a directory with two entries " + Quoted.of(link.text()));
      }
    }
    return links.stream().map(link -> new Entry(link.text(), link.cid(), dagSize(link))).toList();
  }

  private static Parsed directory(Cid cid, BlockSource source) {
    var node = cid.codec() == Codec.DAG_PB ? node(cid, source.require(cid)) : null;
    if (node != null) {
      var type = node.file.type();
      if (type == UnixFsNode.Type.DIRECTORY || type == UnixFsNode.Type.HAMT_SHARD) {
        return node;
      }
    }
    throw refused(cid, "is no directory");
  }

  /// What lies at `path` (names between slashes) below the directory `cid`; `cid` itself if `path`
  /// is empty. Symbolic links are not followed. Of a directory in shards, only those on the way are
  /// fetched.
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
      var found = find(at, name, source);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      at = found.get();
    }
    return Optional.of(at);
  }

  private static Optional<Cid> find(Cid cid, String name, BlockSource source) {
    var node = directory(cid, source);
    if (node.file.shard() != null) {
      return Hamt.find(cid, node, name, source).map(PbNode.Link::cid);
    }
    return node.pb.links().stream()
        .filter(link -> link.text().equals(name))
        .findFirst()
        .map(PbNode.Link::cid);
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
