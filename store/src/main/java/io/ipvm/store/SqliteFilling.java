package io.ipvm.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

/// An index that is made of a whole log at once. Keys are hashes, so each row that is added to a
/// large index changes another page of it: piece by piece, millions of rows write every page dozens
/// of times. Here rows are appended first and sorted once, at the end.
///
/// The file stands beside the index until [#finish] gives it its name; one that was left by a
/// process that was killed is deleted by the next. Until then nobody asks it anything.
final class SqliteFilling extends Index.None implements Index.Growing {
  private final SqliteDatabase database;
  private final Connection connection;
  private final SqliteWriter writer;
  private SqliteReader.Reached reached = new SqliteReader.Reached(0, PackPosition.START);

  private SqliteFilling(SqliteDatabase database, Connection connection) {
    this.database = database;
    this.connection = connection;
    writer = new SqliteWriter(connection);
  }

  /// The file in which the index at `index` is made.
  static SqliteDatabase beside(Path index) {
    return new SqliteDatabase(index.resolveSibling(index.getFileName() + ".part"), false);
  }

  static SqliteFilling begin(SqliteDatabase database) {
    database.delete();
    try {
      var connection = database.connectAlone();
      try {
        Migrations.migrate(connection, database.file().toString());
        var filling = new SqliteFilling(database, connection);
        filling.writer.beginFilling();
        return filling;
      } catch (SQLException | RuntimeException | Migrations.ForeignException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    } catch (Migrations.ForeignException e) {
      throw new IllegalStateException("a database that was just made has another form", e);
    }
  }

  @Override
  public void store(Delta delta) {
    try {
      writer.fill(delta);
      reached = new SqliteReader.Reached(delta.position(), delta.packs());
    } catch (SQLException e) {
      throw database.failure(e);
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

  /// Makes it the index of the store in `folder`.
  void finish(DataFolder folder) {
    try {
      writer.endFilling();
      connection.close();
    } catch (SQLException e) {
      throw database.failure(e);
    }
    try {
      try (var file = FileChannel.open(database.file(), StandardOpenOption.WRITE)) {
        file.force(true);
      }
      new SqliteDatabase(folder.index(), false).delete();
      Disk.local().publish(folder.root(), database.file(), folder.index());
    } catch (IOException e) {
      throw Failures.opening(folder.index(), e);
    }
  }

  /// Drops what is not finished.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw database.failure(e);
    }
    database.delete();
  }
}
