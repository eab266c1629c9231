package io.ipvm.node;

import io.ipvm.engine.Call;
import io.ipvm.engine.Completion;
import io.ipvm.engine.EffectClass;
import io.ipvm.engine.Engine;
import io.ipvm.engine.Execution;
import io.ipvm.engine.ExecutionGate.Decision;
import io.ipvm.engine.Host;
import io.ipvm.engine.Usage;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Computes one task of a run whose inputs are known: waits for a place, asks the gate, runs the
/// engine, signs the result and writes it to the log.
///
/// One call per task on a thread of its own; interrupting the thread cancels the call. Effects
/// leave an intent in the log, synced, before they are tried (`workflow.md` section 10).
final class TaskRunner {
  private final Engines engines;
  private final Results results;
  private final Permits permits;
  private final InstantSource clock;

  TaskRunner(Engines engines, Results results, Permits permits, InstantSource clock) {
    this.engines = engines;
    this.results = results;
    this.permits = permits;
    this.clock = clock;
  }

  /// What a run gives for one of its tasks.
  ///
  /// @param input the instruction's input, promises replaced
  /// @param boundedInputs receipts of those results in it that hold only under limits
  /// @param quirk whether another mapping sees something else in the input
  /// @param journal appends to the run's log
  /// @param mandate asked before the call and while it goes on
  /// @param own the run's own bound on tasks at once
  /// @param started hears when the call has its place
  /// @param usage hears of progress
  record Work(
      Task task,
      EffectClass effect,
      Mapping mapping,
      Node input,
      List<Cid> boundedInputs,
      boolean quirk,
      Host host,
      Mandate mandate,
      Permits own,
      Journal journal,
      Runnable started,
      Consumer<Usage> usage) {}

  /// A run's log.
  @FunctionalInterface
  interface Journal {
    void append(Durability durability, RunRecord... records);
  }

  TaskEnd run(Work work) {
    var engine = engines.find(work.task.instruction().op());
    if (engine.isEmpty()) {
      var op = work.task.instruction().op();
      return conclude(
          work,
          "none",
          failed("UNKNOWN_OPERATION", "no engine computes '" + op + "'; known: " + engines.ops()));
    }
    var call =
        new Call(
            work.task.instruction(),
            work.input,
            work.mapping,
            work.task.limits(),
            work.task.instruction().cid().toString());
    try {
      var estimate = engine.get().estimate(call, work.host);
      try (var _ = work.own.take(0);
          var _ = permits.take(estimate.memory())) {
        return switch (work.mandate.gate().admit(call, estimate, work.mandate.caller())) {
          case Decision.Continue() -> compute(work, engine.get(), call);
          case Decision.Pause(var until) -> new TaskEnd.Stopped("GATE", "waits for " + until);
          case Decision.Stop(var reason) -> new TaskEnd.Stopped("GATE", reason);
        };
      }
    } catch (InterruptedException e) {
      // This thread belongs to the task and ends with it: nobody else needs the flag.
      return new TaskEnd.Stopped("CANCELLED", "stopped before it started");
    }
  }

  private TaskEnd compute(Work work, Engine engine, Call call) {
    var instruction = work.task.instruction().cid();
    var profile = engine.descriptor().profile();
    work.started.run();
    work.journal.append(
        Durability.LATER,
        new RunRecord.TaskStarted(clock.instant(), instruction, work.task.label(), 1, profile));
    if (work.effect == EffectClass.IDEMPOTENT || work.effect == EffectClass.DESTRUCTIVE) {
      work.journal.append(
          Durability.SYNC, new RunRecord.EffectIntended(clock.instant(), instruction, 1));
    }
    long begin = System.nanoTime();
    var completion = join(work, engine, call);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    return switch (completion) {
      case Completion.Returned returned ->
          conclude(
              work,
              call,
              new Results.Computed(
                  work.task,
                  work.mapping,
                  profile,
                  work.effect,
                  returned.out(),
                  returned.limited(),
                  work.quirk || returned.quirk(),
                  !returned.observed(),
                  work.boundedInputs),
              returned.usage(),
              took);
      case Completion.Aborted aborted -> aborted(work, call, profile, aborted, took);
    };
  }

  private Completion join(Work work, Engine engine, Call call) {
    // Usage may be told, by a thread of the engine, before start has returned: a decision made then
    // is made again at the next report.
    var running = new AtomicReference<@Nullable Execution>();
    var execution =
        engine.start(
            call,
            work.host,
            usage -> {
              work.usage.accept(usage);
              obey(work.mandate.gate().onUsage(call, usage), running.get());
            });
    running.set(execution);
    boolean cancelled = false;
    while (true) {
      try {
        return execution.join();
      } catch (InterruptedException e) {
        if (!cancelled) {
          execution.cancel("interrupted");
          cancelled = true;
        }
      }
    }
  }

  private static void obey(Decision decision, @Nullable Execution running) {
    if (running == null) {
      return;
    }
    switch (decision) {
      case Decision.Continue() -> {}
      case Decision.Pause(var _) -> running.pause();
      case Decision.Stop(var reason) -> running.cancel(reason);
    }
  }

  private TaskEnd aborted(
      Work work, Call call, String profile, Completion.Aborted aborted, Duration took) {
    return switch (aborted.cause()) {
      case CANCELLED -> stopped(work, aborted);
      case IN_DOUBT -> new TaskEnd.InDoubt(aborted.message());
      case TIME, HOST_EXHAUSTED, MISSING_CONTENT, ENGINE_FAILURE -> {
        if (work.effect == EffectClass.DESTRUCTIVE) {
          yield new TaskEnd.InDoubt(aborted.message());
        }
        // Told like a result, with a receipt, but found by nobody: another attempt may succeed.
        var out = failed(aborted.cause().name(), aborted.message());
        yield conclude(work, call, passing(work, profile, out), aborted.usage(), took);
      }
    };
  }

  private TaskEnd stopped(Work work, Completion.Aborted aborted) {
    work.journal.append(
        Durability.LATER,
        new RunRecord.TaskAborted(
            clock.instant(),
            work.task.instruction().cid(),
            aborted.cause().name(),
            aborted.message()));
    return new TaskEnd.Stopped(aborted.cause().name(), aborted.message());
  }

  /// A failure that another attempt may not have.
  private static Results.Computed passing(Work work, String profile, Outcome out) {
    return new Results.Computed(
        work.task, work.mapping, profile, work.effect, out, false, true, false, work.boundedInputs);
  }

  /// A failure that was found without an engine.
  TaskEnd conclude(Work work, String profile, Outcome out) {
    return record(work, results.issue(passing(work, profile, out)), Duration.ZERO);
  }

  private TaskEnd conclude(
      Work work, Call call, Results.Computed computed, Usage usage, Duration took) {
    var issued = issue(computed);
    var end = record(work, issued, took);
    work.mandate.gate().onReceipt(call, issued.receipt(), usage);
    return end;
  }

  private Results.Issued issue(Results.Computed computed) {
    try {
      return results.issue(computed);
    } catch (MalformedException e) {
      // The engine returned what no receipt can hold.
      return results.issue(
          computed.instead(
              failed("RESULT_REFUSED", "no receipt can hold the result: " + e.getMessage())));
    }
  }

  private TaskEnd record(Work work, Results.Issued issued, Duration took) {
    var durability = work.effect == EffectClass.PURE ? Durability.LATER : Durability.SYNC;
    work.journal.append(
        durability,
        new RunRecord.ReceiptIssued(
            clock.instant(),
            work.task.instruction().cid(),
            issued.receipt(),
            issued.memo(),
            issued.compatibility(),
            took));
    var seen = results.value(issued.receipt(), issued.compatibility(), work.mapping);
    return new TaskEnd.Concluded(issued.receipt().cid(), seen, issued.bounded(), false, took);
  }

  static Outcome failed(String code, String message) {
    return new Outcome.Failed(MapNode.builder().put("code", code).put("message", message).build());
  }
}
