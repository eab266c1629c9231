package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import java.util.List;

/// Says where in a document a task stands, for problems that came up after it had been compiled: an
/// engine refuses an argument, say, and knows the task's label only.
///
/// Documents whose tasks are a list, and those that are no text, have no such places; their
/// problems stay as they are.
public final class TaskPlaces {
  private static final String TASKS = "tasks";

  private TaskPlaces() {}

  /// `problems` with the line and column of the task that each is about, in document order.
  ///
  /// @param source a document that was compiled
  public static List<Problem> of(List<Problem> problems, Bytes source) {
    if (problems.stream().allMatch(problem -> problem.line() > 0)) {
      return problems;
    }
    var marks =
        SourceText.decode(source, new Problems())
            .flatMap(text -> YamlReader.read(text, new Problems()))
            .map(YamlReader.Built::marks)
            .orElse(Marks.NONE);
    return problems.stream()
        .map(problem -> problem.line() > 0 ? problem : placed(problem, marks))
        .sorted(Problems.IN_DOCUMENT_ORDER)
        .toList();
  }

  private static Problem placed(Problem problem, Marks marks) {
    var tasks = marks.fields().get(TASKS);
    if (tasks == null || !problem.path().startsWith(TASKS + ".")) {
      return problem;
    }
    var task = tasks.value().fields().get(problem.path().substring(TASKS.length() + 1));
    return task == null
        ? problem
        : new Problem(
            problem.severity(),
            problem.path(),
            task.key().line(),
            task.key().column(),
            problem.message(),
            problem.advice());
  }
}
