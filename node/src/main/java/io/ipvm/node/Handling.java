package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import java.util.Optional;
import java.util.function.Function;

/// What becomes of an invocation that was handed in and is authorised.
public sealed interface Handling {
  /// The Task ID, under which its receipt is found.
  Cid task();

  /// It is done.
  record Done(Cid task, Receipt receipt) implements Handling {
    public Done {
      requireNonNull(task);
      requireNonNull(receipt);
    }
  }

  /// It is a run, which goes on.
  final class Going implements Handling {
    private final Cid task;
    private final RunHandle run;
    private final Function<RunResult, Optional<Receipt>> conclusion;

    Going(Cid task, RunHandle run, Function<RunResult, Optional<Receipt>> conclusion) {
      this.task = task;
      this.run = run;
      this.conclusion = conclusion;
    }

    @Override
    public Cid task() {
      return task;
    }

    public RunHandle run() {
      return run;
    }

    /// Waits for the end of the run.
    public Ended join() throws InterruptedException {
      var result = run.join();
      return new Ended(result, conclusion.apply(result));
    }

    /// How it ended.
    ///
    /// @param receipt under the Task ID; empty if the run did not come to a result
    public record Ended(RunResult result, Optional<Receipt> receipt) {}
  }
}
