package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads which blocks the packs hold, from some position to their end.
///
/// Up to the position that the log vouches for, only headers are read; the data were synced, and
/// are compared with their CID when somebody wants them. Behind it a block counts only if its data
/// hash to its CID: the machine may have stopped while they were being written.
final class PackScan {
  /// Where the packs end.
  ///
  /// @param torn how many bytes behind the last whole block are no block
  record End(PackPosition position, long torn) {
    Optional<String> note(Pack pack) {
      return torn == 0
          ? Optional.empty()
          : Optional.of(
              pack.path()
                  + " ended in an unfinished write: "
                  + torn
                  + " bytes after byte "
                  + position.offset()
                  + " were dropped");
    }
  }

  private final List<Pack> packs;
  private final PackPosition synced;
  private final Consumer<Pack.Entry> visitor;

  PackScan(List<Pack> packs, PackPosition synced, Consumer<Pack.Entry> visitor) {
    this.packs = packs;
    this.synced = synced;
    this.visitor = visitor;
  }

  /// Visits every block from `from` on.
  End from(PackPosition from) {
    checkNoneMissing();
    var end = new End(from, 0);
    for (var pack : packs) {
      if (pack.number() < from.pack()) {
        continue;
      }
      if (end.torn() > 0) {
        // Nothing behind a hole was acknowledged; blocks there are written again when needed.
        return end;
      }
      try (var file = PackFile.open(pack)) {
        long offset = pack.number() == from.pack() ? from.offset() : 0;
        end = scan(pack, file, Math.max(Pack.HEADER, offset));
      } catch (IOException e) {
        throw Failures.opening(pack.path(), e);
      }
    }
    return end;
  }

  private void checkNoneMissing() {
    for (int i = 0; i < packs.size(); i++) {
      if (packs.get(i).number() != i) {
        throw new StoreException(
            StoreException.Kind.CORRUPT,
            packs.get(i).path() + " is there, but pack " + i + " before it is missing");
      }
    }
    if (synced.pack() >= packs.size() && synced.offset() > 0) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the log knows blocks of pack " + synced.pack() + ", which is missing");
    }
  }

  private End scan(Pack pack, PackFile file, long from) throws IOException {
    long size = file.end();
    long vouched = file.isThin() ? size : vouched(pack, size);
    long at = from;
    for (var stretch : file.stretches()) {
      if (stretch.end() > at) {
        at = scan(pack, file, stretch, Math.max(at, stretch.start()));
        if (at < Math.min(stretch.end(), vouched)) {
          throw noBlock(pack, at);
        }
      }
    }
    if (file.isThin()) {
      at = Math.max(at, size); // what was deleted may have been last
    }
    if (at < vouched) {
      throw noBlock(pack, at);
    }
    return new End(new PackPosition(pack.number(), at), size - at);
  }

  /// Returns where no more block begins.
  private long scan(Pack pack, PackFile file, PackFile.Stretch stretch, long from)
      throws IOException {
    long vouched = file.isThin() ? stretch.end() : vouched(pack, stretch.end());
    long at = from;
    while (at < stretch.end()) {
      var entry = pack.read(file, at, stretch.end());
      if (entry.isEmpty() || (at >= vouched && !isWhole(file, entry.get()))) {
        break;
      }
      visitor.accept(entry.get());
      at = entry.get().end().offset();
    }
    return at;
  }

  private static StoreException noBlock(Pack pack, long at) {
    return Failures.corrupt(
        pack.path(),
        at,
        "no block begins there, though one was written; restore the file from a copy");
  }

  /// Up to which byte the log says that `pack`, of `size` bytes, was durable.
  private long vouched(Pack pack, long size) {
    int order = Integer.compare(pack.number(), synced.pack());
    return order < 0 ? size : order == 0 ? synced.offset() : 0;
  }

  private static boolean isWhole(PackFile file, Pack.Entry entry) throws IOException {
    var location = entry.location();
    var data = file.read(location.offset(), location.size());
    return data.length == location.size() && entry.cid().names(Bytes.owned(data));
  }
}
