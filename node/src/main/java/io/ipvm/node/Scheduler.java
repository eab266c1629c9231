package io.ipvm.node;

import io.ipvm.workflow.Problem;
import java.util.List;
import java.util.function.Consumer;

/// Runs.
final class Scheduler {
  List<Problem> check(RunRequest request) {
    throw new UnsupportedOperationException(request.toString());
  }

  Plan plan(RunRequest request) {
    throw new UnsupportedOperationException(request.toString());
  }

  RunHandle start(RunRequest request, Consumer<RunEvent> watcher) {
    throw new UnsupportedOperationException(request.toString() + watcher);
  }
}
