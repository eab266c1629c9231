package io.ipvm.node;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.UnixFs;
import io.ipvm.store.BlockStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Blocks from the store, and from the files that lie beside a document.
///
/// A Homestar document names its module by CID alone. A newcomer has that module in the same
/// folder, so before a block counts as missing the files there are hashed, and the one that the CID
/// names is taken into the store. Names do not matter, content does: nothing can be slipped in.
///
/// The files are looked at once, when the first block is missing. Any thread may ask.
final class SiblingFiles implements BlockSource {
  /// Files looked at in one folder.
  private static final int MAX_FILES = 256;

  /// Bytes of a file that is still looked at.
  private static final long MAX_SIZE = 64L * 1024 * 1024;

  private final BlockStore store;
  private final Path folder;
  private final Object lock = new Object();

  /// Written once under `lock`, with `looked`; read under it.
  private Map<Cid, Path> files = Map.of();

  private boolean looked;

  SiblingFiles(BlockStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  @Override
  public Optional<Bytes> find(Cid cid) {
    var stored = store.find(cid);
    if (stored.isPresent()) {
      return stored;
    }
    synchronized (lock) {
      if (!looked) {
        files = look();
        looked = true;
      }
      var file = files.get(cid);
      if (file == null) {
        return Optional.empty();
      }
      write(file, store);
    }
    return store.find(cid);
  }

  private Map<Cid, Path> look() {
    var found = new HashMap<Cid, Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      int count = 0;
      for (var file : entries) {
        if (count++ == MAX_FILES) {
          break;
        }
        if (Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) <= MAX_SIZE) {
          found.put(write(file, block -> {}), file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
    return found;
  }

  private static Cid write(Path file, BlockSink sink) {
    try (var in = Files.newInputStream(file)) {
      return UnixFs.write(in, sink);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
