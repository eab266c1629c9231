package io.ipvm.cli;

import static java.util.Objects.requireNonNull;

import io.ipvm.ucan.Explanation;
import io.ipvm.workflow.Problem;
import java.io.Serial;
import java.util.List;
import java.util.Optional;

/// A command cannot go on, and why, in the three lines a person needs: what, why, what to type
/// next.
final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// Set once; the process ends with it.
  private final ExitStatus status;

  /// What did not happen.
  private final String what;

  /// What to type next; empty if nothing helps.
  private final String next;

  /// What is wrong with a document, if one is the reason; shown before the three lines.
  private final transient List<Problem> problems;

  /// The document the problems are of.
  private final transient Optional<DocumentFile> document;

  /// What a validator said of a chain, if that is the reason; shown before the three lines.
  private final transient Optional<Explanation> explanation;

  Failure(ExitStatus status, String what, String why, String next) {
    super(why);
    this.status = requireNonNull(status);
    this.what = requireNonNull(what);
    this.next = requireNonNull(next);
    this.problems = List.of();
    this.document = Optional.empty();
    this.explanation = Optional.empty();
  }

  Failure(ExitStatus status, String what, String why, String next, Explanation explanation) {
    super(why);
    this.status = requireNonNull(status);
    this.what = requireNonNull(what);
    this.next = requireNonNull(next);
    this.problems = List.of();
    this.document = Optional.empty();
    this.explanation = Optional.of(explanation);
  }

  Failure(
      ExitStatus status,
      String what,
      String why,
      String next,
      List<Problem> problems,
      DocumentFile document) {
    super(why);
    this.status = requireNonNull(status);
    this.what = requireNonNull(what);
    this.next = requireNonNull(next);
    this.problems = List.copyOf(problems);
    this.document = Optional.of(document);
    this.explanation = Optional.empty();
  }

  /// The command line itself is wrong.
  static Failure usage(String what, String why, String next) {
    return new Failure(ExitStatus.USAGE, what, why, next);
  }

  ExitStatus status() {
    return status;
  }

  String what() {
    return what;
  }

  String why() {
    return requireNonNull(getMessage());
  }

  String next() {
    return next;
  }

  List<Problem> problems() {
    return problems;
  }

  Optional<DocumentFile> document() {
    return document;
  }

  Optional<Explanation> explanation() {
    return explanation;
  }
}
