package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What came of reading a document: something usable, or every reason why not.
///
/// @param <T> what was to be read
public sealed interface Reading<T> {
  /// All warnings and errors, in document order.
  List<Problem> problems();

  record Valid<T>(T value, List<Problem> problems) implements Reading<T> {
    public Valid {
      requireNonNull(value);
      problems = List.copyOf(problems);
    }
  }

  record Invalid<T>(List<Problem> problems) implements Reading<T> {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
