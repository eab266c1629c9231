package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads blocks from where they lie; every read is compared with the CID.
final class PackReader implements AutoCloseable {
  private final Path folder;
  private final Map<Integer, ReadFile> files = new ConcurrentHashMap<>();

  PackReader(Path folder) {
    this.folder = folder;
  }

  /// @throws StoreException `CORRUPT` if the data there do not hash to `cid`
  Bytes read(Cid cid, Pack.Location location) {
    var pack = Pack.in(folder, location.pack());
    try {
      var data = Bytes.owned(open(pack).read(location.offset(), size(location)));
      if (data.size() != location.size() || !cid.names(data)) {
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

  /// The index may be damaged: what it says must not fill the memory.
  private static int size(Pack.Location location) {
    return Math.clamp(location.size(), 0, Pack.MAX_BLOCK);
  }

  private ReadFile open(Pack pack) throws IOException {
    var open = files.get(pack.number());
    if (open != null) {
      return open;
    }
    synchronized (files) {
      open = files.get(pack.number());
      if (open == null) {
        open = new ReadFile(pack.path());
        files.put(pack.number(), open);
      }
      return open;
    }
  }

  @Override
  public void close() {
    for (var file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
