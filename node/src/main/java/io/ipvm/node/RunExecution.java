package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.engine.Usage;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.MemoEntry;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Promise;
import io.ipvm.workflow.Promises;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Task;
import io.ipvm.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run, from its acceptance to its end.
///
/// *Problem.* Tasks become ready when what they await has a receipt; each has to be looked up
/// before it is computed; a failure must reach its dependants and nobody else; the run can be
/// interrupted at any moment and must then be one that can go on.
///
/// *Shape.* The run's own thread is the only one that decides: it alone touches `outcomes`, `ready`
/// and the board, and it alone calls the watcher. Tasks that have to be computed get a virtual
/// thread each, which blocks for its place, computes, writes the receipt to the log and posts how
/// it ended to `inbox`. So there are no locks here, and no state that two threads share but the
/// inbox.
///
/// *Invariants.* A task starts only when every instruction it awaits has an outcome. Every task
/// ends in exactly one of the final states of [TaskView.State]. What the watcher hears of a task
/// was written to the log before; the end of the run is told after a sync.
final class RunExecution implements RunHandle, Runnable {
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final RunId id;
  private final Workflow workflow;
  private final RunContext context;
  private final Consumer<RunEvent> watcher;
  private final RunBoard board;
  private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// What each instruction came to, as its dependants see it. Touched by the run's thread only.
  private final Map<Cid, Outcome> outcomes = new HashMap<>();

  /// Receipts of the outcomes that hold only under the limits of this run, see [Results]. Touched
  /// by the run's thread only.
  private final Map<Cid, Cid> bounded = new HashMap<>();

  /// Instructions that will have no outcome, with the label of the task that is to blame.
  private final Map<Cid, String> without = new HashMap<>();

  private final Map<String, Thread> computing = new HashMap<>();
  private final Deque<Task> ready = new ArrayDeque<>();

  /// Why the run is to stop; set once by the run's thread.
  private @Nullable String interruption;

  /// Written once by the run's thread before `ended` opens.
  private @Nullable RunResult result;

  /// Written once by the run's thread before `ended` opens, if this program failed.
  private @Nullable RuntimeException broken;

  RunExecution(RunContext context, Workflow workflow, Consumer<RunEvent> watcher) {
    this.id = context.id();
    this.workflow = workflow;
    this.context = context;
    this.watcher = watcher;
    this.board = new RunBoard(workflow);
  }

  /// What the run's thread is told.
  private sealed interface Message {
    record Started(Task task) implements Message {}

    record Progressed(Task task, Usage usage) implements Message {}

    record Ended(Task task, TaskEnd end) implements Message {}

    record Interrupt(String reason) implements Message {}
  }

  @Override
  public RunId id() {
    return id;
  }

  @Override
  public RunView view() {
    return context.history().require(id);
  }

  @Override
  public RunResult join() throws InterruptedException {
    ended.await();
    if (broken != null) {
      throw broken;
    }
    return requireNonNull(result);
  }

  /// Waits for the end, whatever it is.
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void interrupt(String reason) {
    inbox.add(new Message.Interrupt(reason));
  }

  @Override
  public void run() {
    try {
      execute();
      var end = conclude();
      result = end;
      watcher.accept(new RunEvent.Ended(end));
    } catch (RuntimeException e) {
      // The top of the run's thread: whoever joins gets it.
      broken = e;
      stopComputing();
    } catch (InterruptedException e) {
      broken = new IllegalStateException("the thread of run " + id + " was interrupted", e);
    } finally {
      context.onEnd().run();
      ended.countDown();
    }
  }

  private void execute() throws InterruptedException {
    for (var task : workflow.tasks()) {
      findOutside(task);
    }
    workflow.tasks().stream().filter(this::isReady).forEach(ready::add);
    long deadline = deadline();
    while (true) {
      while (!ready.isEmpty() && interruption == null) {
        begin(ready.remove());
      }
      if (computing.isEmpty()) {
        return;
      }
      var message = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        deadline = System.nanoTime() + NEVER.toNanos();
        stop("timeout after " + context.timeout().orElse(Duration.ZERO).toMillis() + " ms");
      } else {
        obey(message);
      }
    }
  }

  private long deadline() {
    return System.nanoTime() + context.timeout().orElse(NEVER).toNanos();
  }

  private void obey(Message message) {
    switch (message) {
      case Message.Started(var task) -> {
        board.started(task, context.clock().instant());
        watcher.accept(new RunEvent.TaskStarted(task.label(), task.instruction().cid()));
      }
      case Message.Progressed(var task, var usage) ->
          watcher.accept(new RunEvent.TaskProgressed(task.label(), usage));
      case Message.Ended(var task, var end) -> {
        computing.remove(task.label());
        end(task, end);
      }
      case Message.Interrupt(var reason) -> stop(reason);
    }
  }

  private void stop(String reason) {
    if (interruption == null) {
      interruption = reason;
      stopComputing();
    }
  }

  private void stopComputing() {
    computing.values().forEach(Thread::interrupt);
  }

  /// Looks up results of instructions that are awaited but stand in no task of this document.
  private void findOutside(Task task) {
    for (var promise : task.promises()) {
      var instruction = promise.instruction();
      if (board.isTask(instruction) || outcomes.containsKey(instruction)) {
        continue;
      }
      context
          .findResult(instruction, workflow.mapping())
          .ifPresentOrElse(
              outcome -> outcomes.put(instruction, outcome),
              () -> without.put(instruction, instruction.toString()));
    }
  }

  private boolean isReady(Task task) {
    return task.promises().stream()
        .map(Promise::instruction)
        .allMatch(awaited -> outcomes.containsKey(awaited) || without.containsKey(awaited));
  }

  /// Answers a ready task from a receipt, skips it, or starts to compute it.
  private void begin(Task task) {
    var blocked =
        task.promises().stream().map(Promise::instruction).filter(without::containsKey).findFirst();
    if (blocked.isPresent()) {
      skip(task, blocked.get(), requireNonNull(without.get(blocked.get())));
      return;
    }
    var boundedInputs = boundedInputs(task);
    var known =
        boundedInputs.isEmpty()
            ? context.findEarlier(task, workflow.mapping())
            : context.findOwn(task);
    if (known.isPresent()) {
      replay(task, known.get());
      return;
    }
    if (context.isInDoubt(task)) {
      end(task, new TaskEnd.InDoubt("the effect was begun before and nobody knows how it ended"));
      return;
    }
    var resolution =
        Promises.resolve(
            task.instruction().input(),
            awaited -> requireNonNull(outcomes.get(awaited)),
            workflow.mapping());
    switch (resolution) {
      case Promises.Resolution.Resolved(var input) -> compute(task, input, boundedInputs);
      case Promises.Resolution.Mismatch(var _, var awaited, var outcome) ->
          mismatch(task, awaited, outcome);
    }
  }

  private List<Cid> boundedInputs(Task task) {
    return task.promises().stream()
        .map(Promise::instruction)
        .distinct()
        .filter(bounded::containsKey)
        .map(awaited -> requireNonNull(bounded.get(awaited)))
        .toList();
  }

  private void mismatch(Task task, String awaited, Outcome outcome) {
    var culprit = Cid.parse(awaited);
    var label = board.label(culprit).orElse(awaited);
    var why =
        switch (outcome) {
          case Outcome.Failed _ -> label;
          case Outcome.Ok _ -> label + " (it succeeded, and only its error is awaited)";
        };
    skip(task, culprit, why);
  }

  private void replay(Task task, MemoEntry entry) {
    var receipt = entry.receipt().cid();
    context.append(
        Durability.LATER,
        new RunRecord.TaskReplayed(context.clock().instant(), task.instruction().cid(), receipt));
    end(
        task,
        new TaskEnd.Concluded(
            receipt,
            context.value(entry, workflow.mapping()),
            Results.isBounded(entry.receipt()),
            true,
            Duration.ZERO));
  }

  private void skip(Task task, Cid because, String why) {
    context.append(
        Durability.LATER,
        new RunRecord.TaskSkipped(context.clock().instant(), task.instruction().cid(), because));
    board.ended(task, State.SKIPPED, Optional.empty(), Optional.empty(), "because of " + why);
    watcher.accept(new RunEvent.TaskSkipped(task.label(), task.instruction().cid(), why));
    without.put(task.instruction().cid(), why);
    release(task);
  }

  private void compute(Task task, Node input, List<Cid> boundedInputs) {
    var work =
        new TaskRunner.Work(
            task,
            context.effect(task),
            workflow.mapping(),
            input,
            boundedInputs,
            !context.hasSharedInputs(task),
            context.host(),
            context.mandate(),
            context.permits(),
            context::append,
            () -> inbox.add(new Message.Started(task)),
            usage -> inbox.add(new Message.Progressed(task, usage)));
    var thread =
        Thread.ofVirtual()
            .name("task-" + task.label())
            .unstarted(() -> inbox.add(new Message.Ended(task, attempt(work))));
    computing.put(task.label(), thread);
    thread.start();
  }

  /// The top of a task's thread.
  private TaskEnd attempt(TaskRunner.Work work) {
    try {
      return context.runner().run(work);
    } catch (RuntimeException e) {
      return new TaskEnd.Broken(e);
    }
  }

  private void end(Task task, TaskEnd end) {
    var instruction = task.instruction().cid();
    switch (end) {
      case TaskEnd.Concluded(var receipt, var outcome, var isBounded, var replayed, var took) -> {
        outcomes.put(instruction, outcome);
        if (isBounded) {
          bounded.put(instruction, receipt);
        }
        var state =
            switch (outcome) {
              case Outcome.Failed _ -> State.FAILED;
              case Outcome.Ok _ -> replayed ? State.REPLAYED : State.EXECUTED;
            };
        board.ended(
            task,
            state,
            Optional.of(receipt),
            replayed ? Optional.empty() : Optional.of(took),
            outcome instanceof Outcome.Failed(var error) ? Wording.reason(error) : null);
        watcher.accept(
            new RunEvent.TaskFinished(task.label(), instruction, receipt, outcome, replayed, took));
      }
      case TaskEnd.Stopped(var cause, var message) -> lose(task, State.ABORTED, cause, message);
      case TaskEnd.InDoubt(var message) -> lose(task, State.IN_DOUBT, "IN_DOUBT", message);
      case TaskEnd.Broken(var failure) -> throw failure;
    }
    release(task);
  }

  private void lose(Task task, State state, String cause, String message) {
    var instruction = task.instruction().cid();
    board.ended(task, state, Optional.empty(), Optional.empty(), message);
    without.put(instruction, task.label());
    watcher.accept(new RunEvent.TaskAborted(task.label(), instruction, cause, message));
  }

  /// Queues the tasks that waited for `task` and for nothing else.
  private void release(Task task) {
    for (var dependant : board.dependants(task)) {
      if (board.isWaiting(dependant) && !ready.contains(dependant) && isReady(dependant)) {
        ready.add(dependant);
      }
    }
  }

  private RunResult conclude() {
    var at = context.clock().instant();
    if (interruption != null) {
      context.append(Durability.SYNC, new RunRecord.Interrupted(at, interruption));
      var failure =
          new RunResult.Failure(
              "run " + id + " was interrupted",
              interruption,
              "run the same document again: finished tasks are not computed twice");
      return new RunResult(
          id, RunStatus.INTERRUPTED, Optional.empty(), Optional.of(failure), board.views());
    }
    var verdict = new RunVerdict(id, workflow, board, outcomes).decide();
    var output = verdict.output().map(context::keep);
    context.append(
        Durability.SYNC,
        new RunRecord.Finished(
            at,
            verdict.status(),
            output.or(() -> verdict.failure().map(RunExecution::describe)).orElse(Node.NULL)));
    return new RunResult(id, verdict.status(), output, verdict.failure(), verdict.tasks());
  }

  private static Node describe(RunResult.Failure failure) {
    return MapNode.builder()
        .put("what", failure.what())
        .put("why", failure.why())
        .put("advice", failure.advice())
        .build();
  }
}
