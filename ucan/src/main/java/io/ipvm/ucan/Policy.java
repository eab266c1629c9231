package io.ipvm.ucan;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;

/// What a delegation demands of the arguments of an invocation: statements that all have to hold.
///
/// Read once and taken apart then, so that a match only walks. Equal if they demand the same in the
/// same order. Source: ucan-wg/delegation, "Policy"; section 3 of the rules; `docs/policies.md` for
/// people.
public final class Policy {
  /// Most statements, those within others counted (rule LIM-1).
  public static final int MAX_STATEMENTS = 1_000;

  /// How deep statements may nest (rule LIM-1).
  public static final int MAX_DEPTH = 32;

  /// Longest text that [#parse] reads, in `char`s.
  public static final int MAX_TEXT = 64 * 1024;

  /// What one match may do: looking at one statement, taking one step of a selector and comparing
  /// two values count one each. All that a token holds can be looked at a few times over.
  public static final int MAX_STEPS = 1_000_000;

  /// How deep a value to compare with may nest.
  static final int MAX_VALUE_DEPTH = 128;

  /// Longest statement in a [PolicyMatch.Failed], in characters.
  static final int LONGEST_DEMAND = 200;

  /// Demands nothing.
  public static final Policy EMPTY = new Policy(List.of());

  private static final PolicyMatch SATISFIED = new PolicyMatch.Satisfied();

  private final List<Statement> statements;

  private Policy(List<Statement> statements) {
    this.statements = statements;
  }

  /// Reads the form tokens carry.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the statement by its path
  public static Policy of(List<Node> statements) {
    return statements.isEmpty() ? EMPTY : new Policy(new StatementReader().readAll(statements));
  }

  /// Reads what a person writes, such as `limits.gas <= 1e9 and mod == bafy...`.
  ///
  /// @throws PolicySyntaxException that has the column
  public static Policy parse(String text) {
    return new Policy(PolicyReader.read(text));
  }

  /// The form tokens carry.
  public List<Node> toNodes() {
    return statements.stream().map(Statement::toNode).toList();
  }

  /// What [#parse] reads; empty for a policy that demands nothing.
  public String text() {
    return PolicyWriter.write(statements);
  }

  /// Whether `args` are what is demanded. Never throws, and takes no more than [#MAX_STEPS]: what
  /// would take more fails.
  public PolicyMatch match(MapNode args) {
    var effort = new Effort(MAX_STEPS);
    var evaluation = new Evaluation(effort);
    boolean pending = false;
    for (int i = 0; i < statements.size(); i++) {
      var truth = evaluation.evaluate(statements.get(i), args);
      if (truth == Evaluation.Truth.FALSE || effort.spent()) {
        return failed(i, args, effort);
      }
      pending |= truth == Evaluation.Truth.PENDING;
    }
    return pending ? new PolicyMatch.Pending(evaluation.awaited()) : SATISFIED;
  }

  private PolicyMatch failed(int index, MapNode args, Effort effort) {
    var statement = statements.get(index);
    var found =
        effort.spent()
            ? "too much to look at: more than " + MAX_STEPS + " steps"
            : new Finding(new Effort(MAX_STEPS)).of(statement, args);
    var demanded = Finding.cut(PolicyWriter.write(statement), LONGEST_DEMAND);
    return new PolicyMatch.Failed(index, demanded, found);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy that && statements.equals(that.statements);
  }

  @Override
  public int hashCode() {
    return statements.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
