package io.ipvm.store;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Blocks in pack files: where they are is known from memory for the newest, from the index for the
/// rest.
final class EmbeddedBlocks implements BlockStore {
  private final Catalog catalog;
  private final PackReader reader;
  private final Map<Cid, Pack.Location> recent = new ConcurrentHashMap<>();

  /// Blocks whose stored bytes turned out to be damaged: putting one of them writes it again.
  private final Set<Cid> damaged = ConcurrentHashMap.newKeySet();

  // Set before the store is handed out; null in a store that is only read.
  private @Nullable PackWriter packs;
  private @Nullable LogWriter log;
  private Runnable appended = () -> {};

  EmbeddedBlocks(Catalog catalog, PackReader reader) {
    this.catalog = catalog;
    this.reader = reader;
  }

  /// @param whenAppended runs after every block that was written
  void writeTo(PackWriter packWriter, LogWriter logWriter, Runnable whenAppended) {
    packs = packWriter;
    log = logWriter;
    appended = whenAppended;
  }

  Map<Cid, Pack.Location> recent() {
    return recent;
  }

  /// Takes up a block found in a pack while the store opens; a later copy replaces a damaged one.
  void replay(Pack.Entry entry) {
    recent.put(entry.cid(), entry.location());
  }

  @Override
  public boolean has(Cid cid) {
    return locate(cid).isPresent();
  }

  @Override
  public List<Cid> findAll(Predicate<Cid> wanted) {
    // Memory first: what leaves it meanwhile has come into the index before.
    var found = new HashSet<Cid>();
    recent.keySet().stream().filter(wanted).forEach(found::add);
    found.addAll(catalog.index().findBlocks(wanted));
    found.removeAll(damaged);
    return List.copyOf(found);
  }

  /// Where the copy of the block is that is read.
  Optional<Pack.Location> locate(Cid cid) {
    if (damaged.contains(cid)) {
      return Optional.empty();
    }
    var location = recent.get(cid);
    return location != null
        ? Optional.of(location)
        : catalog.index().findBlock(cid).filter(indexed -> !reader.isHole(indexed));
  }

  @Override
  public Optional<Bytes> find(Cid cid) {
    return locate(cid).flatMap(location -> find(cid, location));
  }

  private Optional<Bytes> find(Cid cid, Pack.Location location) {
    try {
      return reader.find(cid, location);
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.CORRUPT) {
        damaged.add(cid);
      }
      throw e;
    }
  }

  @Override
  public void put(Block block) {
    var writer = packs;
    if (writer == null) {
      throw Failures.readOnlyStore();
    }
    var cid = block.cid();
    if (block.bytes().size() > Pack.MAX_BLOCK) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "block "
              + cid
              + " has "
              + block.bytes().size()
              + " bytes, limit "
              + Pack.MAX_BLOCK
              + "; store it as a file of many blocks");
    }
    if (has(cid)) {
      return;
    }
    // Two threads that put the same block at once write it twice; the second place is used.
    writer.append(
        Pack.encode(cid, block.bytes()),
        Pack.dataStart(cid),
        location -> recent.put(cid, location));
    damaged.remove(cid);
    appended.run();
  }

  @Override
  public void sync() {
    var writer = log;
    if (writer == null) {
      throw Failures.readOnlyStore();
    }
    writer.sync();
  }
}
