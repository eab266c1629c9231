package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what a data directory holds: the index as far as it reaches, then the log, then the
/// packs. Changes nothing.
final class Opening implements AutoCloseable {
  private final DataFolder folder;
  private final LogReader logReader;
  private final PackReader packReader;
  private final Catalog catalog;
  private final EmbeddedBlocks blocks;
  private final List<String> notes;
  private final Optional<SqliteDatabase> target;
  private PackPosition vouched;

  static Opening toWrite(DataFolder folder) {
    var database = new SqliteDatabase(folder.index(), false);
    var notes = new ArrayList<String>();
    Index index = new Index.None();
    if (Files.exists(folder.index())) {
      try {
        index = SqliteIndex.open(database);
      } catch (StoreException e) {
        switch (e.kind()) {
          case NEWER -> throw e;
          case CORRUPT -> {
            database.delete();
            notes.add(folder.index() + " was damaged, it is made again from the log");
          }
          default -> notes.add(unused(folder, e));
        }
      }
    }
    return new Opening(folder, index, Optional.of(database), notes);
  }

  /// Without an index that can be used everything is read from the log.
  static Opening toRead(DataFolder folder) {
    var database = new SqliteDatabase(folder.index(), true);
    var notes = new ArrayList<String>();
    Index index = new Index.None();
    if (Files.exists(folder.index())) {
      try {
        index = SqliteIndex.openReadOnly(database);
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.NEWER) {
          throw e;
        }
        notes.add(unused(folder, e));
      }
    }
    return new Opening(folder, index, Optional.empty(), notes);
  }

  private static String unused(DataFolder folder, StoreException e) {
    return folder.index() + " cannot be used, the log is read instead: " + e.getMessage();
  }

  /// @param target the index that takes up what memory should not hold; empty if nothing may be
  ///   written
  private Opening(
      DataFolder folder, Index index, Optional<SqliteDatabase> target, List<String> notes) {
    this.folder = folder;
    this.notes = notes;
    this.target = target;
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
  Optional<LogScan.End> readLog(boolean shared, EmbeddedStore.Progress progress) {
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
    long total = segments.getLast().base();
    var replay =
        new LogScan.Visitor() {
          @Override
          public void frame(Frame frame) {
            replay(frame);
          }

          @Override
          public void sealed(long end) {
            progress.read(end - indexed, total - indexed);
            target.ifPresent(database -> index(database, end));
          }
        };
    var end = new LogScan(segments, replay).from(indexed, shared);
    end.note().ifPresent(notes::add);
    return Optional.of(end);
  }

  private void replay(Frame frame) {
    if (catalog.replay(frame) instanceof LogEntry.Synced(var packs)
        && packs.compareTo(vouched) > 0) {
      vouched = packs;
    }
  }

  /// A log of many segments is not held in memory: the index is made, or goes on, segment by
  /// segment.
  private void index(SqliteDatabase database, long end) {
    var index = catalog.index();
    try {
      catalog.move(database, catalog.delta(end, catalog.rows(), index.packs(), Map.of()));
    } catch (StoreException e) {
      notes.add(unused(folder, e)); // memory keeps it
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

  DataFolder folder() {
    return folder;
  }

  /// The index file, whether it is there or not.
  SqliteDatabase database() {
    return new SqliteDatabase(folder.index(), target.isEmpty());
  }

  /// All blocks before this position are durable, the log says.
  PackPosition vouched() {
    return vouched;
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

  @Override
  public void close() {
    logReader.close();
    packReader.close();
    catalog.index().close();
  }
}
