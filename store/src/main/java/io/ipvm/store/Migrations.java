package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.HashFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Brings a database to the form this program knows, by numbered scripts that are never changed.
///
/// Every script that ran is recorded with its hash. A database with more of them was made by a
/// newer program; one with another hash was made by a program that is none of ours.
final class Migrations {
  /// Named for the resource `io/ipvm/store/<name>.sql`, in order.
  private static final List<String> SCRIPTS = List.of("001-index", "002-pins", "003-facts");

  private static final String RECORDS =
      """
      create table if not exists migration (
        number integer primary key,
        name text not null,
        sha256 text not null
      ) strict\
      """;

  private Migrations() {}

  /// Thrown when a database is not one that this program or an earlier one made.
  static final class ForeignException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    ForeignException(String message) {
      super(message);
    }
  }

  /// Runs the scripts that have not run yet, in one transaction.
  ///
  /// @throws StoreException `NEWER` if there are records of scripts this program does not have
  static void migrate(Connection connection, String database)
      throws SQLException, ForeignException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(RECORDS);
      for (int i = applied(connection, database); i < SCRIPTS.size(); i++) {
        var script = script(SCRIPTS.get(i));
        statement.executeUpdate(script);
        record(connection, i + 1, SCRIPTS.get(i), hash(script));
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// Compares what ran with what this program would have run; for databases that are only read.
  ///
  /// @throws StoreException `NEWER` if there are records of scripts this program does not have
  static void check(Connection connection, String database) throws SQLException, ForeignException {
    if (applied(connection, database) < SCRIPTS.size()) {
      throw new ForeignException(database + " is not complete");
    }
  }

  private static int applied(Connection connection, String database)
      throws SQLException, ForeignException {
    int count = 0;
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select number, name, sha256 from migration order by number")) {
      while (rows.next()) {
        count++;
        if (rows.getInt(1) != count) {
          throw new ForeignException(database + " lacks migration " + count);
        }
        if (count > SCRIPTS.size()) {
          throw new StoreException(
              StoreException.Kind.NEWER,
              database
                  + " was made by a newer program (migration "
                  + rows.getString(2)
                  + "): use that one, or delete the file, which is made again from the log");
        }
        if (!rows.getString(3).equals(hash(script(SCRIPTS.get(count - 1))))) {
          throw new ForeignException(database + " had another migration " + rows.getString(2));
        }
      }
    }
    return count;
  }

  private static void record(Connection connection, int number, String name, String hash)
      throws SQLException {
    try (var insert = connection.prepareStatement("insert into migration values (?, ?, ?)")) {
      insert.setInt(1, number);
      insert.setString(2, name);
      insert.setString(3, hash);
      insert.executeUpdate();
    }
  }

  private static String hash(String script) {
    return HashFunction.SHA2_256.digest(Bytes.utf8(script)).hex();
  }

  private static String script(String name) {
    try (var resource = Migrations.class.getResourceAsStream(name + ".sql")) {
      if (resource == null) {
        throw new IllegalStateException("resource " + name + ".sql is not in this program");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + ".sql cannot be read", e);
    }
  }
}
