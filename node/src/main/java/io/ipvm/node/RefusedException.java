package io.ipvm.node;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.workflow.Problem;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A workflow that no engine here would run as it is; nothing of it was started.
public final class RefusedException extends IpvmException {
  @Serial private static final long serialVersionUID = 1L;

  /// What is wrong, task by task.
  private final transient List<Problem> problems;

  RefusedException(List<Problem> problems) {
    super(
        ErrorCode.CALLER_ERROR,
        problems.stream()
            .map(problem -> problem.path() + ": " + problem.message())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
