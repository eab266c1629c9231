package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Reads blocks from where they lie; every read is compared with the CID.
final class PackReader implements AutoCloseable {
  private final Path folder;
  private final Map<Integer, PackFile> files = new ConcurrentHashMap<>();

  /// Files that are not there any more, which somebody may still be reading.
  private final ConcurrentLinkedQueue<PackFile> replaced = new ConcurrentLinkedQueue<>();

  PackReader(Path folder) {
    this.folder = folder;
  }

  /// The block at `location`; empty if it was deleted since somebody said it is there.
  ///
  /// @throws StoreException `CORRUPT` if the data there do not hash to `cid`
  Optional<Bytes> find(Cid cid, Pack.Location location) {
    var pack = Pack.in(folder, location.pack());
    try {
      var file = open(pack);
      var data = read(file, cid, location);
      if (data.isEmpty() && !file.isHole(location.offset())) {
        // The pack may have been compacted since this file was opened.
        file = openAgain(pack, file);
        data = read(file, cid, location);
      }
      if (data.isEmpty() && !file.isHole(location.offset())) {
        throw Failures.corrupt(
            pack.path(),
            location.offset(),
            "the " + location.size() + " bytes there are not block " + cid + "; put it again");
      }
      return data;
    } catch (IOException e) {
      throw Failures.opening(pack.path(), e);
    }
  }

  /// Whether what was at `location` was deleted.
  boolean isHole(Pack.Location location) {
    var pack = Pack.in(folder, location.pack());
    try {
      return open(pack).isHole(location.offset());
    } catch (IOException e) {
      throw Failures.opening(pack.path(), e);
    }
  }

  private static Optional<Bytes> read(PackFile file, Cid cid, Pack.Location location)
      throws IOException {
    var data = Bytes.owned(file.read(location.offset(), size(location)));
    return data.size() == location.size() && cid.names(data) ? Optional.of(data) : Optional.empty();
  }

  /// The index may be damaged: what it says must not fill the memory.
  private static int size(Pack.Location location) {
    return Math.clamp(location.size(), 0, Pack.MAX_BLOCK);
  }

  private PackFile open(Pack pack) throws IOException {
    var open = files.get(pack.number());
    if (open != null) {
      return open;
    }
    synchronized (files) {
      open = files.get(pack.number());
      if (open == null) {
        open = PackFile.open(pack);
        files.put(pack.number(), open);
      }
      return open;
    }
  }

  private PackFile openAgain(Pack pack, PackFile stale) throws IOException {
    if (files.remove(pack.number(), stale)) {
      replaced.add(stale);
    }
    return open(pack);
  }

  @Override
  public void close() {
    replaced.addAll(files.values());
    for (var file : replaced) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
