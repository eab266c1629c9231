package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Homestar keeps in its database and tells nobody: when a workflow is over, also one that
/// failed, and which instruction a receipt answers. Read only, while Homestar writes.
final class HomestarDatabase implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement workflows;
  private final PreparedStatement receipts;
  private final PreparedStatement counts;

  /// Where a workflow stands.
  ///
  /// @param instructions of all tasks
  /// @param receipts the instruction of each receipt
  record Run(Cid workflow, String status, Set<Cid> instructions, Map<Cid, Cid> receipts) {
    /// Whether nothing of it will be run any more, be it good or bad.
    boolean isCompleted() {
      return status.equals("completed");
    }
  }

  HomestarDatabase(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
    workflows =
        connection.prepareStatement("SELECT cid, resources, status FROM workflows WHERE name = ?");
    counts = connection.prepareStatement("SELECT count(*) FROM receipts WHERE instruction = ?");
    receipts =
        connection.prepareStatement(
            "SELECT cid, instruction FROM receipts JOIN workflows_receipts ON cid = receipt_cid"
                + " WHERE workflow_cid = ?");
  }

  /// The workflow that was sent under `name`.
  Optional<Run> find(String name) throws SQLException {
    workflows.setString(1, name);
    try (var found = workflows.executeQuery()) {
      if (!found.next()) {
        return Optional.empty();
      }
      var workflow = Cid.parse(found.getString("cid"));
      var resources = (MapNode) DagCbor.decode(Bytes.owned(found.getBytes("resources")));
      var instructions = new HashSet<Cid>();
      resources.keys().forEach(key -> instructions.add(Cid.parse(key)));
      return Optional.of(
          new Run(workflow, found.getString("status"), instructions, receipts(workflow)));
    }
  }

  /// How many receipts answer an instruction.
  int count(Cid instruction) throws SQLException {
    counts.setString(1, instruction.toString());
    try (var found = counts.executeQuery()) {
      return found.getInt(1);
    }
  }

  private Map<Cid, Cid> receipts(Cid workflow) throws SQLException {
    receipts.setString(1, workflow.toString());
    try (var found = receipts.executeQuery()) {
      var instructions = new HashMap<Cid, Cid>();
      while (found.next()) {
        instructions.put(Cid.parse(found.getString(1)), Cid.parse(found.getString(2)));
      }
      return instructions;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
