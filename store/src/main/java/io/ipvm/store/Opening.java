package io.ipvm.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out what a data directory holds: the index as far as it reaches, then the log, then the
/// packs. Changes nothing.
final class Opening {
  private final DataFolder folder;
  private final LogReader logReader;
  private final PackReader packReader;
  private final Catalog catalog;
  private final EmbeddedBlocks blocks;
  private final List<String> notes = new ArrayList<>();
  private PackPosition vouched;

  Opening(DataFolder folder, Index index) {
    this.folder = folder;
    logReader = new LogReader(folder.log());
    packReader = new PackReader(folder.packs());
    catalog = new Catalog(logReader, index);
    blocks = new EmbeddedBlocks(catalog, packReader);
    vouched = index.packs();
  }

  /// Reads the log behind the index.
  ///
  /// @param shared another process may be appending
  /// @return empty if there is no log yet
  Optional<LogScan.End> readLog(boolean shared) {
    var indexed = catalog.index().position();
    List<Segment> segments;
    try {
      segments = Segment.list(folder.log());
    } catch (IOException e) {
      throw Failures.opening(folder.log(), e);
    }
    if (segments.isEmpty()) {
      if (indexed > 0) {
        throw new StoreException(
            StoreException.Kind.CORRUPT,
            folder.log()
                + " is empty, but an index of it is there: restore the folder from a copy");
      }
      return Optional.empty();
    }
    var end = new LogScan(segments, this::replay).from(indexed, shared);
    end.note().ifPresent(notes::add);
    return Optional.of(end);
  }

  private void replay(Frame frame) {
    if (catalog.replay(frame) instanceof LogEntry.Synced(var packs)
        && packs.compareTo(vouched) > 0) {
      vouched = packs;
    }
  }

  /// Reads the packs behind the index.
  PackPosition readPacks() {
    try {
      var packs = Pack.list(folder.packs());
      var end = new PackScan(packs, vouched, blocks::replay).from(catalog.index().packs());
      if (end.torn() > 0) {
        end.note(packs.get(end.position().pack())).ifPresent(notes::add);
      }
      return end.position();
    } catch (IOException e) {
      throw Failures.opening(folder.packs(), e);
    }
  }

  Catalog catalog() {
    return catalog;
  }

  EmbeddedBlocks blocks() {
    return blocks;
  }

  /// What was found and put right, for people.
  List<String> notes() {
    return notes;
  }

  void close() {
    logReader.close();
    packReader.close();
    catalog.index().close();
  }
}
