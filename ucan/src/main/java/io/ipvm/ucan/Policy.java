package io.ipvm.ucan;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// Whether `args` are what is demanded; what depends on a promise in them is pending. Never
  /// throws, and takes no more than [#MAX_STEPS]: what would take more fails.
  public PolicyMatch match(MapNode args) {
    return match(args, Options.STRICT);
  }

  /// The same, with the exceptions from the rules that say what counts as a promise.
  public PolicyMatch match(MapNode args, Options options) {
    return evaluate(args, options);
  }

  /// The same for arguments whose promises were replaced by results: what looks like a promise now
  /// is data.
  public PolicyMatch matchResolved(MapNode args) {
    return evaluate(args, null);
  }

  private PolicyMatch evaluate(MapNode args, @Nullable Options promises) {
    var evaluation = new Evaluation(promises);
    boolean pending = false;
    for (int i = 0; i < statements.size(); i++) {
      var truth = evaluation.evaluate(statements.get(i), args);
      if (evaluation.spent()) {
        return failed(i, "it is too much to look at (more than " + MAX_STEPS + " steps)");
      }
      if (truth == Evaluation.Truth.FALSE) {
        return failed(i, new Finding(new Evaluation(promises)).of(statements.get(i), args));
      }
      pending |= truth == Evaluation.Truth.PENDING;
    }
    return pending ? new PolicyMatch.Pending(evaluation.awaited()) : SATISFIED;
  }

  private PolicyMatch failed(int index, String found) {
    var demanded = PolicyWriter.write(statements.get(index));
    return new PolicyMatch.Failed(index, Finding.cut(demanded, LONGEST_DEMAND), found);
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
