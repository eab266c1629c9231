package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// Connections to an SQLite file, and what its errors mean here.
record SqliteDatabase(Path file, boolean readOnly) {
  private static final int BUSY_MILLIS = 10_000;

  /// Negative: in KiB, per connection.
  private static final int CACHE_KIB = -4096;

  Connection connect() throws SQLException {
    return readOnly ? connectToRead() : connect(config(), "");
  }

  /// The only connection to a file that is thrown away if anything goes wrong, so that it syncs
  /// nothing, and keeps its journal, of the few pages that an empty file has, in memory.
  Connection connectAlone() throws SQLException {
    var config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    return connect(config, "");
  }

  private Connection connectToRead() throws SQLException {
    var config = config();
    config.setReadOnly(true);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    try {
      return connect(config, "?mode=ro");
    } catch (SQLException e) {
      // A folder where not even the file shared by readers can be made: nobody writes there. But
      // what a killed process left in the WAL would be missing from an immutable file.
      if (Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
        throw e;
      }
      return connect(config, "?immutable=1");
    }
  }

  private Connection connect(SQLiteConfig config, String parameters) throws SQLException {
    var url = "jdbc:sqlite:" + (parameters.isEmpty() ? file.toString() : file.toUri() + parameters);
    var connection = create(config, url);
    try (var statement = connection.createStatement()) {
      // The first statement reads the header, so a file that is no database shows now.
      statement.executeQuery("select count(*) from sqlite_schema").close();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection create(SQLiteConfig config, String url) throws SQLException {
    try {
      return config.createConnection(url);
    } catch (LinkageError e) {
      // No room to unpack the driver's native library, or none for this platform: a store works
      // without an index.
      throw new SQLException("the native library of SQLite cannot be loaded", e);
    }
  }

  private SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(CACHE_KIB);
    config.setGetGeneratedKeys(false); // nobody asks, and every insert would query for them
    if (!readOnly) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      // The log is the truth: what a power failure takes from the index is taken from there.
      config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    }
    return config;
  }

  /// Deletes the file and what SQLite keeps beside it.
  void delete() {
    for (var suffix : List.of("", "-wal", "-shm", "-journal")) {
      var part = file.resolveSibling(file.getFileName() + suffix);
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        throw Failures.opening(part, e);
      }
    }
  }

  /// Whether the file is no database any more.
  static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException known
        && switch (primary(known)) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
          default -> false;
        };
  }

  /// Whether a key is there already.
  static boolean isConflict(SQLException e) {
    return e instanceof SQLiteException known
        && primary(known) == SQLiteErrorCode.SQLITE_CONSTRAINT;
  }

  StoreException failure(SQLException e) {
    if (isDamage(e)) {
      return new StoreException(
          StoreException.Kind.CORRUPT,
          file + " is damaged: delete it, it is made again from the log",
          e);
    }
    var kind =
        e instanceof SQLiteException known
            ? switch (primary(known)) {
              case SQLITE_FULL -> StoreException.Kind.FULL;
              case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN -> StoreException.Kind.READ_ONLY;
              default -> StoreException.Kind.FAILED;
            }
            : StoreException.Kind.FAILED;
    return new StoreException(kind, file + " cannot be used: " + e.getMessage(), e);
  }

  private static SQLiteErrorCode primary(SQLiteException e) {
    // Extended codes carry the primary one in their low byte.
    return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xFF);
  }
}
