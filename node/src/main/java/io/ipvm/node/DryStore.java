package io.ipvm.node;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.store.BlockStore;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.Facts;
import io.ipvm.store.MemoryStore;
import io.ipvm.store.RunLog;
import io.ipvm.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A store that can be read but keeps nothing: what is written goes to a folder for temporary
/// files, which closing takes away. So a document can be looked at while another process runs one,
/// in a data directory that cannot be written, or without any.
///
/// Not in memory, because documents name files of any size.
final class DryStore implements Store {
  private final Store kept;
  private final Store added;
  private final Path folder;
  private final Thread cleaner;
  private final BlockStore blocks = new Blocks();

  private DryStore(Store kept, Store added, Path folder) {
    this.kept = kept;
    this.added = added;
    this.folder = folder;
    // A process that is interrupted closes nothing, and would leave the folder for ever.
    this.cleaner = new Thread(() -> delete(folder), "ipvm-dry-cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /// Over the store at `root`, if there is one.
  static DryStore over(Path root, boolean exists) {
    var kept = exists ? EmbeddedStore.openReadOnly(root) : new MemoryStore();
    try {
      return over(kept, Files.createTempDirectory("ipvm-dry"));
    } catch (IOException e) {
      kept.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private static DryStore over(Store kept, Path folder) {
    try {
      return new DryStore(kept, EmbeddedStore.open(folder, Clock.systemUTC()), folder);
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  @Override
  public RunLog runs() {
    return kept.runs();
  }

  @Override
  public BlockStore blocks() {
    return blocks;
  }

  @Override
  public Optional<Cid> findName(String name) {
    return added.findName(name).or(() -> kept.findName(name));
  }

  @Override
  public void name(String name, Cid cid) {
    added.name(name, cid);
  }

  @Override
  public Map<String, Cid> names() {
    var names = new TreeMap<>(kept.names());
    names.putAll(added.names());
    return names;
  }

  @Override
  public void pin(Cid cid, Instant now) {
    throw new UnsupportedOperationException("a dry store keeps nothing");
  }

  @Override
  public boolean unpin(Cid cid) {
    throw new UnsupportedOperationException("a dry store keeps nothing");
  }

  @Override
  public Map<Cid, Instant> pins() {
    return kept.pins();
  }

  @Override
  public Facts facts() {
    return kept.facts();
  }

  @Override
  public List<String> notes() {
    return kept.notes();
  }

  @Override
  public void close() {
    added.close();
    kept.close();
    if (!isEnding()) {
      delete(folder);
    }
  }

  /// Whether the program is ending, and with it the cleaner at work.
  private boolean isEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
      return false;
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Blocks implements BlockStore {
    @Override
    public boolean has(Cid cid) {
      return kept.blocks().has(cid) || added.blocks().has(cid);
    }

    @Override
    public Optional<Bytes> find(Cid cid) {
      return added.blocks().find(cid).or(() -> kept.blocks().find(cid));
    }

    @Override
    public List<Cid> findAll(Predicate<Cid> wanted) {
      return Stream.concat(
              kept.blocks().findAll(wanted).stream(), added.blocks().findAll(wanted).stream())
          .distinct()
          .toList();
    }

    @Override
    public void put(Block block) {
      if (!kept.blocks().has(block.cid())) {
        added.blocks().put(block);
      }
    }

    @Override
    public void sync() {}
  }
}
