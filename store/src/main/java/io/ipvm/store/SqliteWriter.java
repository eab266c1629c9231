package io.ipvm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// The one connection that writes the index. Only the indexer uses it.
final class SqliteWriter implements AutoCloseable {
  private static final String RUN =
      """
      insert into run values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set
        first_frame = excluded.first_frame, last_frame = excluded.last_frame,
        alias = excluded.alias, name = excluded.name, workflow = excluded.workflow,
        status = excluded.status, accepted_second = excluded.accepted_second,
        accepted_nano = excluded.accepted_nano, finished_second = excluded.finished_second,
        finished_nano = excluded.finished_nano, tasks = excluded.tasks,
        executed = excluded.executed, replayed = excluded.replayed, failed = excluded.failed\
      """;

  private final Connection connection;

  // Up to where results were forgotten by this writer.
  private long forgottenBefore;

  /// Whether rows are appended without looking for one with the same key.
  private boolean filling;

  SqliteWriter(Connection connection) {
    this.connection = connection;
  }

  /// Takes up `delta` whole or not at all.
  void store(Delta delta) throws SQLException {
    connection.setAutoCommit(false);
    try {
      add(delta);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void add(Delta delta) throws SQLException {
    forget(delta.contents().forgotten());
    receipts(delta);
    memos(delta);
    runs(delta);
    names(delta);
    pins(delta);
    facts(delta);
    blocks(delta);
    reach(delta);
  }

  /// Lets [#fill] only append to the tables that have many rows.
  void beginFilling() throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (var key : LargeKey.values()) {
        statement.execute("drop index " + key.index);
      }
    }
    filling = true;
  }

  /// Takes up `delta`; nothing of it counts before [#endFilling].
  void fill(Delta delta) throws SQLException {
    add(delta);
  }

  /// Sorts what was filled in. Of rows with the same key the last one stays.
  void endFilling() throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var key : LargeKey.values()) {
        try {
          statement.execute(key.creation());
        } catch (SQLException e) {
          if (!SqliteDatabase.isConflict(e)) {
            throw e;
          }
          statement.execute(key.removalOfDoubles());
          statement.execute(key.creation());
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    filling = false;
  }

  /// The keys of the tables that grow with the store; made by the first migration.
  private enum LargeKey {
    RECEIPT("receipt_by_cid", "receipt", "cid"),
    MEMO("memo_by_digest", "memo", "digest"),
    BLOCK("block_by_cid", "block", "cid");

    private final String index;
    private final String table;
    private final String column;

    LargeKey(String index, String table, String column) {
      this.index = index;
      this.table = table;
      this.column = column;
    }

    String creation() {
      return "create unique index " + index + " on " + table + " (" + column + ")";
    }

    String removalOfDoubles() {
      return "delete from "
          + table
          + " where rowid not in (select max(rowid) from "
          + table
          + " group by "
          + column
          + ")";
    }
  }

  /// Drops what `purge` lists, if it is where `purge` says.
  void purge(Purge purge) throws SQLException {
    connection.setAutoCommit(false);
    try (var run = connection.prepareStatement("delete from run where id = ?");
        var receipt =
            connection.prepareStatement("delete from receipt where cid = ? and frame = ?");
        var memo = connection.prepareStatement("delete from memo where digest = ? and frame = ?");
        var block =
            connection.prepareStatement(
                "delete from block where cid = ? and pack = ? and pack_offset = ?")) {
      for (var id : purge.runs()) {
        run.setString(1, id.text());
        run.executeUpdate();
      }
      for (var frame : purge.receipts()) {
        receipt.setBytes(1, frame.receipt().bytes().toArray());
        receipt.setLong(2, frame.position());
        receipt.executeUpdate();
        for (var digest : frame.memos()) {
          memo.setBytes(1, digest.toArray());
          memo.setLong(2, frame.position());
          memo.executeUpdate();
        }
      }
      for (var entry : purge.blocks()) {
        block.setBytes(1, entry.cid().bytes().toArray());
        block.setInt(2, entry.location().pack());
        block.setLong(3, entry.location().offset());
        block.executeUpdate();
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void receipts(Delta delta) throws SQLException {
    try (var insert = large("receipt (cid, frame) values (?, ?)", "cid", "frame")) {
      for (var receipt : delta.receipts().entrySet()) {
        insert.setBytes(1, receipt.getKey().bytes().toArray());
        insert.setLong(2, receipt.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void memos(Delta delta) throws SQLException {
    try (var insert = large("memo (digest, frame) values (?, ?)", "digest", "frame")) {
      for (var memo : delta.memos().entrySet()) {
        insert.setBytes(1, memo.getKey().toArray());
        insert.setLong(2, memo.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// Looks at every result there is, so only if there is something new to forget.
  private void forget(LogEntry.Forgotten forgotten) throws SQLException {
    if (forgotten.before() <= forgottenBefore) {
      return;
    }
    var except = forgotten.except().stream().map(String::valueOf).collect(Collectors.joining(", "));
    try (var delete =
        connection.prepareStatement(
            "delete from memo where frame < ? and frame not in (" + except + ")")) {
      delete.setLong(1, forgotten.before());
      delete.executeUpdate();
    }
    forgottenBefore = forgotten.before();
  }

  private void pins(Delta delta) throws SQLException {
    try (var insert = connection.prepareStatement("insert or replace into pin values (?, ?, ?)");
        var delete = connection.prepareStatement("delete from pin where cid = ?")) {
      for (var pin : delta.contents().pins().entrySet()) {
        var cid = pin.getKey().bytes().toArray();
        if (pin.getValue().isPresent()) {
          insert.setBytes(1, cid);
          time(insert, 2, pin.getValue());
          insert.addBatch();
        } else {
          delete.setBytes(1, cid);
          delete.addBatch();
        }
      }
      insert.executeBatch();
      delete.executeBatch();
    }
  }

  private void facts(Delta delta) throws SQLException {
    try (var insert = connection.prepareStatement("insert or replace into fact values (?, ?, ?)");
        var delete = connection.prepareStatement("delete from fact where space = ? and key = ?")) {
      for (var fact : delta.contents().facts().entrySet()) {
        var place = fact.getKey();
        var change = fact.getValue().isPresent() ? insert : delete;
        change.setString(1, place.space());
        change.setBytes(2, place.key().toArray());
        if (fact.getValue().isPresent()) {
          change.setBytes(3, fact.getValue().get().toArray());
        }
        change.addBatch();
      }
      insert.executeBatch();
      delete.executeBatch();
    }
  }

  private void names(Delta delta) throws SQLException {
    try (var insert = upsert("name (name, cid) values (?, ?)", "name", "cid")) {
      for (var name : delta.contents().names().entrySet()) {
        insert.setString(1, name.getKey());
        insert.setBytes(2, name.getValue().bytes().toArray());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private PreparedStatement large(String row, String key, String value) throws SQLException {
    return filling ? connection.prepareStatement("insert into " + row) : upsert(row, key, value);
  }

  private PreparedStatement upsert(String row, String key, String value) throws SQLException {
    return connection.prepareStatement(
        "insert into "
            + row
            + " on conflict ("
            + key
            + ") do update set "
            + value
            + " = excluded."
            + value);
  }

  private void blocks(Delta delta) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            (filling ? "insert" : "insert or replace") + " into block values (?, ?, ?, ?)")) {
      for (var block : delta.contents().blocks().entrySet()) {
        insert.setBytes(1, block.getKey().bytes().toArray());
        insert.setInt(2, block.getValue().pack());
        insert.setLong(3, block.getValue().offset());
        insert.setInt(4, block.getValue().size());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void runs(Delta delta) throws SQLException {
    try (var insert = connection.prepareStatement(RUN)) {
      for (var row : delta.contents().runs()) {
        var run = row.summary();
        insert.setString(1, run.id().text());
        insert.setLong(2, row.first());
        insert.setLong(3, row.last());
        insert.setString(4, run.alias().orElse(null));
        insert.setString(5, run.name());
        insert.setBytes(6, run.workflow().bytes().toArray());
        insert.setString(7, run.status().name());
        time(insert, 8, Optional.of(run.accepted()));
        time(insert, 10, run.finished());
        insert.setInt(12, run.counts().total());
        insert.setInt(13, run.counts().executed());
        insert.setInt(14, run.counts().replayed());
        insert.setInt(15, run.counts().failed());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void time(PreparedStatement insert, int column, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      var instant = time.get();
      insert.setLong(column, instant.getEpochSecond());
      insert.setInt(column + 1, instant.getNano());
    } else {
      insert.setNull(column, Types.INTEGER);
      insert.setNull(column + 1, Types.INTEGER);
    }
  }

  private void reach(Delta delta) throws SQLException {
    try (var update =
        connection.prepareStatement("update reached set log = ?, pack = ?, pack_offset = ?")) {
      update.setLong(1, delta.position());
      update.setInt(2, delta.packs().pack());
      update.setLong(3, delta.packs().offset());
      update.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
