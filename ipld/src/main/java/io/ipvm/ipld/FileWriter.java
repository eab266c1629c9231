package io.ipvm.ipld;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes one file as a balanced tree, in one pass and with little memory.
///
/// Leaves are raw blocks of [UnixFs#CHUNK] bytes, all at the same depth. Each level holds the
/// children of its next node; a level that is full becomes one child of the level above. At the end
/// the levels are closed from below, and the last child of all is the file: the leaf itself, if
/// there is only one. This is the tree that `ipfs add --cid-version=1` builds.
final class FileWriter {
  private final BlockSink sink;
  private final List<List<UnixFs.Stored>> levels = new ArrayList<>();

  FileWriter(BlockSink sink) {
    this.sink = sink;
  }

  UnixFs.Stored write(InputStream in) throws IOException {
    byte[] chunk;
    do {
      chunk = in.readNBytes(UnixFs.CHUNK);
      if (chunk.length > 0 || levels.isEmpty()) {
        add(0, leaf(Bytes.owned(chunk)));
      }
    } while (chunk.length == UnixFs.CHUNK);
    return finish();
  }

  private UnixFs.Stored leaf(Bytes chunk) {
    var block = Block.of(Codec.RAW, chunk);
    sink.put(block);
    return new UnixFs.Stored(block.cid(), chunk.size(), chunk.size());
  }

  private void add(int level, UnixFs.Stored child) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    var children = levels.get(level);
    // A full level is closed only when one more comes: there may be none, and no root above it.
    if (children.size() == UnixFs.LINKS) {
      close(level);
    }
    children.add(child);
  }

  private void close(int level) {
    var children = levels.get(level);
    add(level + 1, node(children));
    children.clear();
  }

  private UnixFs.Stored finish() {
    // Closing a level may add one above it.
    for (int level = 0; level < levels.size() - 1 || levels.get(level).size() > 1; level++) {
      close(level);
    }
    return levels.getLast().getFirst();
  }

  private UnixFs.Stored node(List<UnixFs.Stored> children) {
    long size = children.stream().mapToLong(UnixFs.Stored::size).sum();
    var blockSizes = children.stream().map(UnixFs.Stored::size).toList();
    var links =
        children.stream().map(child -> new PbNode.Link(child.cid(), "", child.dagSize())).toList();
    return UnixFs.store(new PbNode(links, UnixFsNode.file(size, blockSizes).encode()), size, sink);
  }
}
