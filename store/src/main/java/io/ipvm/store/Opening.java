package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what a data directory holds: the index as far as it reaches, then the log, then the
/// packs. Changes nothing.
final class Opening implements AutoCloseable {
  /// Blocks that memory holds before an index takes them up.
  private static final int MANY = 1 << 16;

  /// A log of more segments has an index that is too large to be made piece by piece.
  private static final int LONG = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final DataFolder folder;
  private final LogReader logReader;
  private final PackReader packReader;
  private final Catalog catalog;
  private final EmbeddedBlocks blocks;
  private final List<String> notes;
  private final SqliteDatabase database;

  /// Whether the index takes up what memory should not hold; ends when it fails to.
  private boolean indexing;

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
    return new Opening(folder, index, database, notes);
  }

  /// To [#fill] an index from nothing.
  private static Opening toFill(DataFolder folder) {
    var database = SqliteFilling.beside(folder.index());
    return new Opening(folder, SqliteFilling.begin(database), database, new ArrayList<>());
  }

  /// Makes the index of a long log that has none at once; the store as it is to be opened then.
  /// Where that fails it stays as it is, and the log is taken up piece by piece.
  Opening filled(EmbeddedStore.Progress progress) {
    if (catalog.index().position() > 0 || !isLong()) {
      return this;
    }
    close();
    var remarks = List.copyOf(notes);
    try (var filling = toFill(folder)) {
      filling.readLog(false, progress);
      filling.finish(filling.readPacks());
    } catch (StoreException e) {
      LOG.warn("{} cannot be made at once: {}", folder.index(), e.getMessage());
    }
    var opening = toWrite(folder);
    opening.notes.addAll(0, remarks);
    return opening;
  }

  private boolean isLong() {
    try {
      return Segment.list(folder.log()).size() > LONG;
    } catch (IOException e) {
      throw Failures.opening(folder.log(), e);
    }
  }

  /// @param end of the packs
  private void finish(PackPosition end) {
    if (catalog.index() instanceof SqliteFilling filling) {
      move(filling.position(), List.of(), end.compareTo(vouched) < 0 ? end : vouched);
      filling.finish(folder);
    }
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
    return new Opening(folder, index, database, notes);
  }

  private static String unused(DataFolder folder, StoreException e) {
    return folder.index() + " cannot be used, the log is read instead: " + e.getMessage();
  }

  /// @param database of the index, whether it is there or not
  private Opening(DataFolder folder, Index index, SqliteDatabase database, List<String> notes) {
    this.folder = folder;
    this.notes = notes;
    this.database = database;
    indexing = !database.readOnly();
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
            if (indexing) {
              index(end);
            }
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
  private void index(long end) {
    move(end, catalog.rows(), catalog.index().packs());
  }

  /// Reads the packs behind the index.
  PackPosition readPacks() {
    try {
      var packs = Pack.list(folder.packs());
      var end = new PackScan(packs, vouched, this::replay).from(catalog.index().packs());
      if (end.torn() > 0) {
        end.note(packs.get(end.position().pack())).ifPresent(notes::add);
      }
      return end.position();
    } catch (IOException e) {
      throw Failures.opening(folder.packs(), e);
    }
  }

  /// Many blocks are not held in memory either; the log vouches for what an index may know.
  private void replay(Pack.Entry entry) {
    blocks.replay(entry);
    if (indexing && blocks.recent().size() >= MANY && entry.end().compareTo(vouched) <= 0) {
      move(catalog.index().position(), List.of(), entry.end());
    }
  }

  /// Lets the index take up what lies before both positions.
  private void move(long position, List<RunState.Row> runs, PackPosition packs) {
    try {
      catalog.move(database, catalog.delta(position, runs, packs, blocks.recent()));
      blocks.recent().values().removeIf(location -> location.isBefore(packs));
    } catch (StoreException e) {
      if (catalog.index() instanceof SqliteFilling) {
        throw e; // what it took up before is in no memory any more
      }
      notes.add(unused(folder, e)); // memory keeps it
      indexing = false;
    }
  }

  DataFolder folder() {
    return folder;
  }

  /// The index file, whether it is there or not.
  SqliteDatabase database() {
    return database;
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
