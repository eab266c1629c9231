package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One connection that reads, with its statements prepared. One thread at a time uses it.
final class SqliteReader implements AutoCloseable {
  private static final String RUN =
      """
      select id, first_frame, last_frame, alias, name, workflow, status, accepted_second,
        accepted_nano, finished_second, finished_nano, tasks, executed, replayed, failed
      from run
      """;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  SqliteReader(Connection connection) {
    this.connection = connection;
  }

  private PreparedStatement statement(String sql) throws SQLException {
    var statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /// How far the index reaches.
  record Reached(long log, PackPosition packs) {}

  Reached reached() throws SQLException {
    try (var row = statement("select log, pack, pack_offset from reached").executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the index does not say how far it reaches");
      }
      return new Reached(row.getLong(1), new PackPosition(row.getInt(2), row.getLong(3)));
    }
  }

  Optional<String> integrity() throws SQLException {
    try (var row = statement("pragma integrity_check(1)").executeQuery()) {
      var found = row.next() ? row.getString(1) : "no answer";
      return found.equals("ok") ? Optional.empty() : Optional.of(found);
    }
  }

  OptionalLong findReceipt(Cid receipt) throws SQLException {
    return findFrame("select frame from receipt where cid = ?", receipt.bytes());
  }

  List<Cid> findReceipts(Bytes from, Bytes below, int limit) throws SQLException {
    var statement =
        statement("select cid from receipt where cid >= ? and cid < ? order by cid limit ?");
    statement.setBytes(1, from.toArray());
    statement.setBytes(2, below.toArray());
    statement.setInt(3, limit);
    var found = new ArrayList<Cid>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        found.add(Cid.of(Bytes.owned(row.getBytes(1))));
      }
    }
    return found;
  }

  OptionalLong findMemo(Bytes digest) throws SQLException {
    return findFrame("select frame from memo where digest = ?", digest);
  }

  private OptionalLong findFrame(String sql, Bytes key) throws SQLException {
    var statement = statement(sql);
    statement.setBytes(1, key.toArray());
    try (var row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  OptionalLong findRun(RunId run) throws SQLException {
    var statement = statement("select last_frame from run where id = ?");
    statement.setString(1, run.text());
    try (var row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  List<RunState.Row> findRuns(int limit) throws SQLException {
    var statement = statement(RUN + "order by first_frame desc limit ?");
    statement.setInt(1, limit);
    return rows(statement);
  }

  void forEachRun(Consumer<RunState.Row> action) throws SQLException {
    try (var row = statement(RUN).executeQuery()) {
      while (row.next()) {
        action.accept(row(row));
      }
    }
  }

  /// Runs with that alias.
  List<RunState.Row> findAlias(String alias, int limit) throws SQLException {
    var statement = statement(RUN + "where alias = ? order by first_frame desc limit ?");
    statement.setString(1, alias);
    statement.setInt(2, limit);
    return rows(statement);
  }

  /// Runs whose id begins with `prefix`, which is in upper case.
  List<RunState.Row> findPrefix(String prefix, int limit) throws SQLException {
    var statement =
        statement(RUN + "where id >= ? and id < ? || '~' order by first_frame desc limit ?");
    statement.setString(1, prefix);
    statement.setString(2, prefix);
    statement.setInt(3, limit);
    return rows(statement);
  }

  private static List<RunState.Row> rows(PreparedStatement statement) throws SQLException {
    var rows = new ArrayList<RunState.Row>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(row(row));
      }
    }
    return rows;
  }

  private static RunState.Row row(ResultSet row) throws SQLException {
    long finished = row.getLong(10);
    var end =
        row.wasNull()
            ? Optional.<Instant>empty()
            : Optional.of(Instant.ofEpochSecond(finished, row.getLong(11)));
    var summary =
        new RunSummary(
            new RunId(row.getString(1)),
            Optional.ofNullable(row.getString(4)),
            row.getString(5),
            Cid.of(Bytes.owned(row.getBytes(6))),
            RunStatus.valueOf(row.getString(7)),
            Instant.ofEpochSecond(row.getLong(8), row.getLong(9)),
            end,
            new RunSummary.Counts(row.getInt(12), row.getInt(13), row.getInt(14), row.getInt(15)));
    return new RunState.Row(summary, row.getLong(2), row.getLong(3));
  }

  Optional<Cid> findName(String name) throws SQLException {
    var statement = statement("select cid from name where name = ?");
    statement.setString(1, name);
    try (var row = statement.executeQuery()) {
      return row.next() ? Optional.of(Cid.of(Bytes.owned(row.getBytes(1)))) : Optional.empty();
    }
  }

  Map<String, Cid> names() throws SQLException {
    var names = new HashMap<String, Cid>();
    try (var row = statement("select name, cid from name").executeQuery()) {
      while (row.next()) {
        names.put(row.getString(1), Cid.of(Bytes.owned(row.getBytes(2))));
      }
    }
    return names;
  }

  Map<Cid, Instant> pins() throws SQLException {
    var pins = new HashMap<Cid, Instant>();
    try (var row = statement("select cid, since_second, since_nano from pin").executeQuery()) {
      while (row.next()) {
        pins.put(
            Cid.of(Bytes.owned(row.getBytes(1))),
            Instant.ofEpochSecond(row.getLong(2), row.getLong(3)));
      }
    }
    return pins;
  }

  Optional<Bytes> findFact(Fact.Key key) throws SQLException {
    var statement = statement("select value from fact where space = ? and key = ?");
    statement.setString(1, key.space());
    statement.setBytes(2, key.key().toArray());
    try (var row = statement.executeQuery()) {
      return row.next() ? Optional.of(Bytes.owned(row.getBytes(1))) : Optional.empty();
    }
  }

  List<Fact> findFacts(String space, Bytes prefix, Bytes from, int limit) throws SQLException {
    var statement =
        statement("select key, value from fact where space = ? and key >= ? order by key limit ?");
    statement.setString(1, space);
    statement.setBytes(2, from.toArray());
    statement.setInt(3, limit);
    var found = new ArrayList<Fact>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        var key = Bytes.owned(row.getBytes(1));
        if (!key.startsWith(prefix)) {
          break; // keys are in order: none behind it does
        }
        found.add(Fact.of(space, key, Bytes.owned(row.getBytes(2))));
      }
    }
    return found;
  }

  Optional<Pack.Location> findBlock(Cid cid) throws SQLException {
    var statement = statement("select pack, pack_offset, size from block where cid = ?");
    statement.setBytes(1, cid.bytes().toArray());
    try (var row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new Pack.Location(row.getInt(1), row.getLong(2), row.getInt(3)))
          : Optional.empty();
    }
  }

  List<Cid> findBlocks(Predicate<Cid> wanted) throws SQLException {
    var found = new ArrayList<Cid>();
    try (var row = statement("select cid from block").executeQuery()) {
      while (row.next()) {
        var cid = Cid.of(Bytes.owned(row.getBytes(1)));
        if (wanted.test(cid)) {
          found.add(cid);
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // and its statements
  }
}
