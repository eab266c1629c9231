package io.ipvm.node;

import io.ipvm.engine.Admission;
import io.ipvm.engine.EffectClass;
import io.ipvm.engine.Host;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.Did;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.store.RunStatus;
import io.ipvm.store.RunSummary;
import io.ipvm.store.Store;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.RunIds;
import io.ipvm.workflow.RunNonce;
import io.ipvm.workflow.Task;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Takes workflows, decides what each task is (pure or an effect, fresh or not), and starts runs or
/// goes on with interrupted ones.
///
/// A run is durable before [#start] returns. A run of the same workflow that has no end in the log
/// and is not running in this process is gone on with: its process died or was interrupted, because
/// one process at a time owns a data directory.
final class Scheduler implements AutoCloseable {
  /// Runs looked through for one to go on with.
  private static final int LOOK_BACK = 200;

  private final Store store;
  private final Documents documents;
  private final RunContext.Services services;
  private final RunIds ids;
  private final Path cache;
  private final Map<RunId, RunExecution> active = new ConcurrentHashMap<>();

  Scheduler(
      Store store, Documents documents, RunContext.Services services, RunIds ids, Path cache) {
    this.store = store;
    this.documents = documents;
    this.services = services;
    this.ids = ids;
    this.cache = cache;
  }

  /// A task as it will run.
  private record Assessed(Task task, EffectClass effect, Optional<Problem> problem) {}

  List<Problem> check(RunRequest request) {
    return assess(request).stream().flatMap(task -> task.problem().stream()).toList();
  }

  Plan plan(RunRequest request, Mandate mandate) {
    var assessed = assess(request);
    var effects = effects(assessed);
    var id = ids.next();
    var bound = bind(request, effects, id);
    return new Planning(context(id, 0, effects, RunPast.NONE, request, mandate), bound).plan();
  }

  RunHandle start(RunRequest request, Mandate mandate, Consumer<RunEvent> watcher) {
    var workflow = request.workflow();
    var named = request.alias().flatMap(alias -> store.runs().findAlias(alias));
    if (named.isPresent() && !named.get().workflow().equals(workflow.cid())) {
      throw new IpvmException(
          ErrorCode.CONFLICT,
          "run id '"
              + request.alias().orElse("")
              + "' belongs to run "
              + named.get().id()
              + " of another workflow");
    }
    if (named.isPresent() && !request.fresh().isEmpty()) {
      throw new IpvmException(
          ErrorCode.CONFLICT,
          "run id '"
              + request.alias().orElse("")
              + "' exists: computing tasks afresh takes a new id");
    }
    if (named.isPresent() && isOver(named.get())) {
      return new FinishedRun(services.history().require(named.get().id()), watcher);
    }
    return named
        .or(() -> findUnfinished(workflow))
        .filter(run -> request.fresh().isEmpty())
        .map(run -> resume(run, request, mandate, watcher))
        .orElseGet(() -> begin(request, mandate, watcher));
  }

  private static boolean isOver(RunSummary run) {
    return switch (run.status()) {
      case COMPLETED, FAILED, CANCELLED, IN_DOUBT -> true;
      case RUNNING, INTERRUPTED -> false;
    };
  }

  private Optional<RunSummary> findUnfinished(Workflow workflow) {
    return store.runs().findRuns(LOOK_BACK).stream()
        .filter(run -> run.workflow().equals(workflow.cid()))
        .filter(run -> run.alias().isEmpty())
        .filter(run -> run.status() == RunStatus.RUNNING || run.status() == RunStatus.INTERRUPTED)
        .filter(run -> !active.containsKey(run.id()))
        .findFirst();
  }

  private RunHandle begin(RunRequest request, Mandate mandate, Consumer<RunEvent> watcher) {
    var assessed = assess(request);
    refuse(request, assessed);
    var effects = effects(assessed);
    var id = ids.next();
    var bound = bind(request, effects, id);
    keep(request, bound);
    var runs = store.runs();
    long epoch = runs.claim(id);
    runs.append(
        id, epoch, List.of(accepted(request, bound, id, mandate.caller())), Durability.SYNC);
    return launch(
        context(id, epoch, effects, RunPast.NONE, request, mandate), bound, watcher, false);
  }

  private RunHandle resume(
      RunSummary run, RunRequest request, Mandate mandate, Consumer<RunEvent> watcher) {
    var assessed = assess(request);
    refuse(request, assessed);
    var effects = effects(assessed);
    var records = store.runs().read(run.id());
    var accepted = History.accepted(records);
    var bound =
        accepted.bound().equals(request.workflow().cid())
            ? request.workflow()
            : documents.load(accepted.bound());
    long epoch = store.runs().claim(run.id());
    var here = "pid " + ProcessHandle.current().pid();
    store
        .runs()
        .append(
            run.id(),
            epoch,
            List.of(new RunRecord.Resumed(services.clock().instant(), here)),
            Durability.LATER);
    return launch(
        context(run.id(), epoch, effects, new RunPast(records), request, mandate),
        bound,
        watcher,
        true);
  }

  private RunHandle launch(
      RunContext context, Workflow bound, Consumer<RunEvent> watcher, boolean resumed) {
    var run = new RunExecution(context, bound, watcher);
    active.put(context.id(), run);
    watcher.accept(new RunEvent.Accepted(services.history().require(context.id()), resumed));
    Thread.ofVirtual().name("run-" + context.id()).start(run);
    return run;
  }

  private RunContext context(
      RunId id,
      long epoch,
      Map<String, EffectClass> effects,
      RunPast past,
      RunRequest request,
      Mandate mandate) {
    var options = request.options();
    int concurrency = options.concurrency() == 0 ? Integer.MAX_VALUE : options.concurrency();
    return new RunContext(
        id,
        epoch,
        effects,
        past,
        options.timeout().or(() -> request.workflow().timeout()),
        host(request),
        new Permits(concurrency, Long.MAX_VALUE),
        mandate,
        services,
        () -> active.remove(id));
  }

  private Host host(RunRequest request) {
    BlockSource blocks =
        request
            .options()
            .beside()
            .<BlockSource>map(folder -> new SiblingFiles(store.blocks(), folder))
            .orElse(store.blocks());
    return new NodeHost(blocks, store.blocks(), cache);
  }

  /// Finds out what each task is. A result that may be found again is pure, so a task that has one
  /// is not looked at any further: a replay loads no module.
  private List<Assessed> assess(RunRequest request) {
    var host = host(request);
    var mapping = request.workflow().mapping();
    var assessed = new ArrayList<Assessed>();
    for (var task : request.workflow().tasks()) {
      assessed.add(assess(task, mapping, host));
    }
    return assessed;
  }

  private Assessed assess(Task task, Mapping mapping, Host host) {
    var engine = services.engines().find(task.instruction().op());
    if (engine.isEmpty()) {
      return problem(
          task,
          "no engine computes '" + task.instruction().op() + "'",
          "this node computes " + services.engines().ops());
    }
    if (services.results().find(task, mapping, engine.get().descriptor().profile()).isPresent()) {
      return new Assessed(task, EffectClass.PURE, Optional.empty());
    }
    return switch (engine.get().admit(task.instruction(), mapping, host)) {
      case Admission.Accepted(var effect) -> new Assessed(task, effect, Optional.empty());
      case Admission.Refused(var reason, var advice) -> problem(task, reason, advice);
    };
  }

  private static Assessed problem(Task task, String reason, String advice) {
    var problem =
        new Problem(Problem.Severity.ERROR, "tasks." + task.label(), 0, 0, reason, advice);
    return new Assessed(task, EffectClass.PURE, Optional.of(problem));
  }

  /// Homestar's documents have no compile step: there every task runs, and fails with a receipt.
  private static void refuse(RunRequest request, List<Assessed> assessed) {
    var problems = assessed.stream().flatMap(task -> task.problem().stream()).toList();
    if (!problems.isEmpty() && request.workflow().mapping() == Mapping.NATIVE) {
      throw new RefusedException(problems);
    }
  }

  private static Map<String, EffectClass> effects(List<Assessed> assessed) {
    var effects = new HashMap<String, EffectClass>();
    assessed.forEach(task -> effects.put(task.task().label(), task.effect()));
    return effects;
  }

  /// Gives effects and fresh tasks the nonce of the run; it begins its lineage.
  private static Workflow bind(RunRequest request, Map<String, EffectClass> effects, RunId run) {
    return request
        .workflow()
        .withNonces(task -> {
          boolean fresh =
              request.fresh().contains(RunRequest.ALL)
                  || request.fresh().stream().anyMatch(task::isCalled);
          boolean effect = effects.getOrDefault(task.label(), EffectClass.PURE) != EffectClass.PURE;
          return fresh || effect
              ? Optional.of(RunNonce.of(run, task.label(), 0))
              : Optional.empty();
        });
  }

  /// Stores the documents and instructions a run's records name.
  private void keep(RunRequest request, Workflow bound) {
    var blocks = store.blocks();
    blocks.put(new Block(request.workflow().cid(), request.workflow().bytes()));
    blocks.put(new Block(bound.cid(), bound.bytes()));
    for (var task : bound.tasks()) {
      var instruction = task.instruction();
      blocks.put(new Block(instruction.cid(), DagCbor.encode(instruction.toNode())));
    }
    request
        .origin()
        .ifPresent(origin -> {
          blocks.put(new Block(origin.templateCid(), origin.template()));
          blocks.put(input(origin));
        });
  }

  private static Block input(RunRequest.Origin origin) {
    return Block.of(Codec.DAG_CBOR, DagCbor.encode(origin.input()));
  }

  private RunRecord.Accepted accepted(RunRequest request, Workflow bound, RunId id, Did caller) {
    return new RunRecord.Accepted(
        services.clock().instant(),
        request.workflow().cid(),
        bound.cid(),
        request.origin().map(RunRequest.Origin::templateCid),
        request.origin().map(origin -> input(origin).cid()),
        request.workflow().name(),
        request.alias(),
        id,
        caller,
        bound.tasks().size());
  }

  /// Interrupts what runs and waits for it.
  @Override
  public void close() {
    for (var run : active.values()) {
      run.interrupt("the node was closed");
      try {
        run.awaitEnd();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
