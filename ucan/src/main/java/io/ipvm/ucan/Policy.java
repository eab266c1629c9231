package io.ipvm.ucan;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;

/// What a delegation demands of the arguments of an invocation: statements that all have to hold.
public final class Policy {
  /// Demands nothing.
  public static final Policy EMPTY = new Policy(List.of());

  private final List<Node> nodes;

  private Policy(List<Node> nodes) {
    this.nodes = nodes;
  }

  /// Reads the form tokens carry.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the statement by its path
  public static Policy of(List<Node> statements) {
    return new Policy(List.copyOf(statements));
  }

  /// Reads what a person writes, such as `limits.gas <= 1e9 and mod == bafy...`.
  ///
  /// @throws PolicySyntaxException that has the column
  public static Policy parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  /// The form tokens carry.
  public List<Node> toNodes() {
    return nodes;
  }

  /// What [#parse] reads.
  public String text() {
    throw new UnsupportedOperationException();
  }

  /// Whether `args` are what is demanded. Takes time linear in the sizes of both for each statement.
  public PolicyMatch match(MapNode args) {
    return new PolicyMatch.Satisfied();
  }
}
