package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

/// One thing that is wrong with a document, in words its author can act on.
///
/// @param path where in the document, such as `tasks.resize.args[1]`
/// @param line from 1; 0 where the source has no lines
/// @param column from 1; 0 where the source has no lines
/// @param message what is wrong: the thing, the value, the limit
/// @param advice what to do next; empty if `message` says it
public record Problem(
    Severity severity, String path, int line, int column, String message, String advice) {
  public Problem {
    requireNonNull(severity);
    requireNonNull(path);
    requireNonNull(message);
    requireNonNull(advice);
  }

  /// Errors keep a document from running, warnings do not.
  public enum Severity {
    ERROR,
    WARNING
  }
}
