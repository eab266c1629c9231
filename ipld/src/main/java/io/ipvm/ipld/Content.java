package io.ipvm.ipld;

import java.util.List;

/// The part of a file that one block holds: bytes, then the parts behind its links.
record Content(Bytes data, List<PbNode.Link> links, List<Long> sizes) {
  /// Reads a block of a file.
  ///
  /// @throws MalformedException if it is in another format
  /// @throws IpvmException `CALLER_ERROR` if it is no file
  static Content of(Cid cid, Bytes block) {
    if (cid.codec() == Codec.RAW) {
      return new Content(block, List.of(), List.of());
    }
    var node = UnixFs.node(cid, block);
    var file = node.file();
    switch (file.type()) {
      case FILE, RAW -> {}
      case DIRECTORY, HAMT_SHARD -> throw UnixFs.refused(cid, "is a directory, not a file");
      case SYMLINK -> throw UnixFs.refused(cid, "is a symbolic link, not a file");
      case METADATA -> throw UnixFs.refused(cid, "is metadata, not a file");
    }
    var links = node.pb().links();
    if (links.size() != file.blockSizes().size()) {
      throw new MalformedException(
          "block "
              + cid
              + " of a file has "
              + links.size()
              + " links, but "
              + file.blockSizes().size()
              + " sizes");
    }
    var data = file.data();
    return new Content(data == null ? Bytes.EMPTY : data, links, file.blockSizes());
  }

  long size() {
    return data.size() + sizes.stream().mapToLong(Long::longValue).sum();
  }
}
