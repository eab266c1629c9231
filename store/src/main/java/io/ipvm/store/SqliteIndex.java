package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.workflow.RunId;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The index in an SQLite file: one connection writes, a few read. Readers see the last commit and
/// wait for nobody (WAL).
final class SqliteIndex implements Index.Growing {
  private static final int READERS = 4;

  /// More runs than that are not told apart by a message either.
  private static final int CANDIDATES = 16;

  private final SqliteDatabase database;

  /// Readers that nobody uses; made when one is needed and none is here.
  private final BlockingQueue<SqliteReader> idle = new ArrayBlockingQueue<>(READERS);

  private final @Nullable SqliteWriter writer;

  // Written by the indexer, read by anybody.
  private volatile SqliteReader.Reached reached;

  private SqliteIndex(SqliteDatabase database, @Nullable SqliteWriter writer, SqliteReader first)
      throws SQLException {
    this.database = database;
    this.writer = writer;
    reached = first.reached();
    idle.add(first);
  }

  /// Opens the index for writing, and makes it if it is missing.
  ///
  /// @throws StoreException `CORRUPT` if it has to be deleted, `NEWER` if a newer program made it
  static SqliteIndex open(SqliteDatabase database) {
    try {
      var connection = database.connect();
      try {
        Migrations.migrate(connection, database.file().toString());
        var reader = new SqliteReader(database.connect());
        return new SqliteIndex(database, new SqliteWriter(connection), reader);
      } catch (SQLException | RuntimeException | Migrations.ForeignException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    } catch (Migrations.ForeignException e) {
      throw foreign(e);
    }
  }

  /// Opens the index as it is, for reading.
  static SqliteIndex openReadOnly(SqliteDatabase database) {
    try {
      var connection = database.connect();
      try {
        Migrations.check(connection, database.file().toString());
        return new SqliteIndex(database, null, new SqliteReader(connection));
      } catch (SQLException | RuntimeException | Migrations.ForeignException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    } catch (Migrations.ForeignException e) {
      throw foreign(e);
    }
  }

  private static StoreException foreign(Migrations.ForeignException e) {
    return new StoreException(
        StoreException.Kind.CORRUPT,
        e.getMessage() + ": delete the file, it is made again from the log",
        e);
  }

  /// Takes up what is new; from then on readers see it.
  @Override
  public void store(Delta delta) {
    var target = writer;
    if (target == null) {
      throw Failures.readOnlyStore();
    }
    try {
      target.store(delta);
      reached = new SqliteReader.Reached(delta.position(), delta.packs());
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /// Drops rows of what is about to be, or was, taken out of the log and the packs.
  void purge(Purge purge) {
    var target = writer;
    if (target == null) {
      throw Failures.readOnlyStore();
    }
    try {
      target.purge(purge);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /// What the database itself finds wrong with its file, first of all; empty if it is whole.
  Optional<String> integrity() {
    return query(SqliteReader::integrity);
  }

  /// Takes the room between the rows out of the file.
  void vacuum() {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("vacuum");
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @FunctionalInterface
  private interface Query<T> {
    T run(SqliteReader reader) throws SQLException;
  }

  private <T> T query(Query<T> query) {
    try {
      var reader = idle.poll();
      if (reader == null) {
        reader = new SqliteReader(database.connect());
      }
      boolean good = false;
      try {
        T result = query.run(reader);
        good = true;
        return result;
      } finally {
        if (!good || !idle.offer(reader)) {
          reader.close();
        }
      }
    } catch (SQLException e) {
      throw database.failure(e);
    } catch (MalformedException
        | IllegalArgumentException
        | DateTimeException
        | NullPointerException e) {
      // SQLite reads a row whatever a damaged page says in it.
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          database.file()
              + " is damaged, a row says what nobody wrote: `ipvm store rebuild` makes it again",
          e);
    }
  }

  @Override
  public long position() {
    return reached.log();
  }

  @Override
  public PackPosition packs() {
    return reached.packs();
  }

  @Override
  public OptionalLong findReceipt(Cid receipt) {
    return query(reader -> reader.findReceipt(receipt));
  }

  @Override
  public List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
    return query(reader -> reader.findReceipts(from, below, limit));
  }

  @Override
  public OptionalLong findMemo(MemoKey key) {
    return query(reader -> reader.findMemo(MemoKeyCodec.digest(key)));
  }

  @Override
  public OptionalLong findRun(RunId run) {
    return query(reader -> reader.findRun(run));
  }

  @Override
  public List<RunState.Row> findRuns(int limit) {
    return query(reader -> reader.findRuns(limit));
  }

  @Override
  public List<RunState.Row> findRuns(String idOrAlias) {
    return query(reader -> {
      var rows = new ArrayList<>(reader.findAlias(idOrAlias, CANDIDATES));
      var prefix = RunChoice.prefix(idOrAlias);
      if (prefix.isPresent()) {
        rows.addAll(reader.findPrefix(prefix.get(), CANDIDATES));
      }
      return rows;
    });
  }

  @Override
  public void forEachRun(Consumer<RunState.Row> action) {
    query(reader -> {
      reader.forEachRun(action);
      return true;
    });
  }

  @Override
  public Optional<Cid> findName(String name) {
    return query(reader -> reader.findName(name));
  }

  @Override
  public Map<String, Cid> names() {
    return query(SqliteReader::names);
  }

  @Override
  public Map<Cid, Instant> pins() {
    return query(SqliteReader::pins);
  }

  @Override
  public Optional<Bytes> findFact(Fact.Key key) {
    return query(reader -> reader.findFact(key));
  }

  @Override
  public List<Fact> findFacts(String space, Bytes prefix, Bytes from, int limit) {
    return query(reader -> reader.findFacts(space, prefix, from, limit));
  }

  @Override
  public Optional<Pack.Location> findBlock(Cid cid) {
    return query(reader -> reader.findBlock(cid));
  }

  @Override
  public List<Cid> findBlocks(Predicate<Cid> wanted) {
    return query(reader -> reader.findBlocks(wanted));
  }

  @Override
  public void close() {
    try {
      for (var reader = idle.poll(); reader != null; reader = idle.poll()) {
        reader.close();
      }
      if (writer != null) {
        writer.close(); // the last one: it folds the WAL into the file
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
