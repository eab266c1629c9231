package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.IpvmException;
import io.ipvm.store.Inspection.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads all packs and compares every block with its CID, also behind damage. A damaged block that
/// was put again later is not reported: the later copy is the one that is read.
final class PackInspection {
  private static final String PUT_AGAIN =
      "dag import, block put or a run of the document that names its file stores it again; a result"
          + " comes again with run --fresh";
  private static final String RESTORE = "restore the file from a copy";

  private final List<Pack> packs;
  private final PackPosition vouched;
  private final Inspection.Tally tally;
  private final Map<Cid, Damage> damaged = new HashMap<>();

  /// @param vouched up to where the packs have to be whole
  PackInspection(List<Pack> packs, PackPosition vouched, Inspection.Tally tally) {
    this.packs = packs;
    this.vouched = vouched;
    this.tally = tally;
  }

  void run() {
    for (int i = 0; i < packs.size(); i++) {
      var pack = packs.get(i);
      if (pack.number() != i) {
        damaged(pack, 0, "a pack before it is missing", RESTORE);
        return;
      }
      try (var file = PackFile.open(pack)) {
        tally.read(Files.size(pack.path()) - stored(file));
        run(pack, file);
      } catch (StoreException e) {
        damaged(pack, 0, String.valueOf(e.getMessage()), RESTORE);
      } catch (IOException e) {
        throw Failures.opening(pack.path(), e);
      }
    }
  }

  /// Bytes of blocks.
  private static long stored(PackFile file) throws IOException {
    return file.stretches().stream().mapToLong(PackFile.Stretch::length).sum();
  }

  private void run(Pack pack, PackFile file) throws IOException {
    long end = file.end();
    long whole = file.isThin() ? end : vouched(pack, end);
    for (var stretch : file.stretches()) {
      run(pack, file, stretch, whole);
    }
    if (end < whole && tally.isWhole(pack.path())) {
      damaged(pack, end, "the file ends there, though more was written", RESTORE);
    }
  }

  private void run(Pack pack, PackFile file, PackFile.Stretch stretch, long whole)
      throws IOException {
    long end = stretch.end();
    long at = stretch.start();
    while (at < end) {
      var entry = pack.read(file, at, end);
      if (entry.isEmpty() && at >= whole) {
        break; // the end of a write that was cut off, or goes on
      }
      long next = entry.isPresent() ? entry.get().end().offset() : skip(pack, file, at, end);
      if (entry.isPresent()) {
        check(pack, file, entry.get(), next <= whole);
      } else {
        damaged(pack, at, "no whole block begins there, though one was written", RESTORE);
      }
      tally.read(next - at);
      at = next;
    }
  }

  private void check(Pack pack, PackFile file, Pack.Entry entry, boolean durable)
      throws IOException {
    var location = entry.location();
    var data = Bytes.owned(file.read(location.offset(), location.size()));
    if (names(entry.cid(), data)) {
      tally.block();
      var before = damaged.remove(entry.cid());
      if (before != null) {
        tally.mended(before);
      }
    } else if (durable) {
      var what = "the " + location.size() + " bytes there are not block " + entry.cid();
      damaged.put(entry.cid(), damaged(pack, location.offset(), what, PUT_AGAIN));
    }
  }

  /// A block whose hash is not known here cannot be told from a damaged one, so it counts as whole.
  private static boolean names(Cid cid, Bytes data) {
    try {
      return cid.names(data);
    } catch (IpvmException e) {
      return true;
    }
  }

  /// Where the next block begins; the end if there is none.
  private static long skip(Pack pack, PackFile file, long at, long size) throws IOException {
    for (long next = at + 1; next < size; next++) {
      next = Pack.findMark(file, next, size);
      if (next < size && pack.read(file, next, size).isPresent()) {
        return next;
      }
    }
    return size;
  }

  private long vouched(Pack pack, long size) {
    int order = Integer.compare(pack.number(), vouched.pack());
    return order < 0 ? size : order == 0 ? vouched.offset() : 0;
  }

  private Damage damaged(Pack pack, long offset, String what, String advice) {
    var damage = new Damage(pack.path(), offset, what, advice);
    tally.damaged(damage);
    return damage;
  }
}
