package io.ipvm.wasm;

import io.ipvm.engine.Admission;
import io.ipvm.engine.Call;
import io.ipvm.engine.Completion.Cause;
import io.ipvm.engine.EffectClass;
import io.ipvm.engine.Engine;
import io.ipvm.engine.EngineDescriptor;
import io.ipvm.engine.EngineDescriptor.Counter;
import io.ipvm.engine.EngineDescriptor.Determinism;
import io.ipvm.engine.Estimate;
import io.ipvm.engine.Execution;
import io.ipvm.engine.Host;
import io.ipvm.engine.ModuleDescription;
import io.ipvm.engine.UsageListener;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.component.WitPrinter;
import io.ipvm.wasm.core.EndiveRuntime;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs `wasm/run` tasks: a function of a component, or of a core module that describes itself as
/// one.
///
/// The way of a call: [Programs] reads and keeps the module, [WasmCall] finds the function and maps
/// the arguments ([IpldToWit]) and the result ([WitToIpld]), [WasmExecution] runs it and says how
/// it ended. Everything about components is in the package `component`, everything about the
/// runtime underneath in `core`.
///
/// Limits: memory and wall time are enforced. **Gas is not**: the runtime of this interim cannot
/// count it. The descriptor has no gas counter, so nobody is told a number; a `gas` limit in a
/// task, such as the `fuel` of Homestar's documents, has no effect, and the profile says `interim`.
/// Neither is the depth of recursion counted: when the stack of 64 MiB is used up the call ends
/// without a result, because another machine may have got further.
///
/// Calls run on platform threads, as many as there are processors: this is work for the processor,
/// and virtual threads have no stack to speak of. One more thread watches deadlines and reports
/// usage.
public final class WasmEngine implements Engine {
  static final String OP = "wasm/run";

  /// Bytes of linear memory.
  static final String MEMORY_PEAK = "memory/peak";

  /// Milliseconds inside the guest.
  static final String TIME_WALL = "time/wall";

  private static final long STACK_BYTES = 64L * 1024 * 1024;
  private static final Duration USAGE_PERIOD = Duration.ofMillis(250);
  private static final Duration LONGEST_TIMER = Duration.ofDays(30);
  private static final long ASSUMED_MEMORY = 32L * 1024 * 1024;

  private final EndiveRuntime runtime = new EndiveRuntime();
  private final EngineDescriptor descriptor =
      new EngineDescriptor(
          "wasm",
          "wasm/" + runtime.name() + "/interim-3",
          Set.of(OP),
          List.of(
              new Counter(MEMORY_PEAK, "bytes", true),
              new Counter(TIME_WALL, "milliseconds", false)),
          Determinism.REPLAYABLE);
  private final Programs programs = new Programs(runtime, descriptor.profile());
  private final Set<WasmExecution> running = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor workers = workers();
  private final ScheduledThreadPoolExecutor watch = watch();

  /// For `ServiceLoader`, and for programs that wire an engine themselves.
  public WasmEngine() {}

  private static ThreadPoolExecutor workers() {
    int count = Runtime.getRuntime().availableProcessors();
    var factory = Thread.ofPlatform().name("wasm-", 0).daemon().stackSize(STACK_BYTES).factory();
    var pool =
        new ThreadPoolExecutor(
            count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ScheduledThreadPoolExecutor watch() {
    var pool =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("wasm-watch").daemon().factory());
    pool.setRemoveOnCancelPolicy(true);
    return pool;
  }

  @Override
  public EngineDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Admission admit(Instruction instruction, Mapping mapping, Host host) {
    if (!instruction.op().equals(OP)) {
      return new Admission.Refused(
          "operation '" + instruction.op() + "' is not " + OP, "use op: " + OP);
    }
    try {
      var program = programs.load(instruction.rsc(), host);
      WasmCall.of(instruction.input(), program, mapping).check();
      return new Admission.Accepted(EffectClass.PURE);
    } catch (IpvmException e) {
      return new Admission.Refused(
          e.getMessage() == null ? e.code().name() : e.getMessage(), advice(e.code()));
    }
  }

  private static String advice(ErrorCode code) {
    return switch (code) {
      case NOT_FOUND, UNAVAILABLE ->
          "add the module first: ipvm fn add NAME FILE, or ipvm dag import FILE";
      case CALLER_ERROR -> "ipvm fn describe shows what a module offers";
      case NOT_AUTHORISED, CONFLICT, MISMATCH, EXHAUSTED, IN_DOUBT, CORRUPT, BUG ->
          "ipvm doctor looks for what is wrong";
    };
  }

  @Override
  public Estimate estimate(Call call, Host host) {
    return new Estimate(Math.min(call.limits().memory(), ASSUMED_MEMORY));
  }

  @Override
  public Execution start(Call call, Host host, UsageListener usage) {
    var execution = new WasmExecution(call, host, programs, started -> watch(started, call, usage));
    running.add(execution);
    workers.execute(() -> {
      try {
        execution.run();
      } finally {
        running.remove(execution);
      }
    });
    return execution;
  }

  /// Called when the guest starts.
  private void watch(WasmExecution execution, Call call, UsageListener usage) {
    var time = call.limits().time();
    if (time.compareTo(LONGEST_TIMER) < 0) {
      var reason = "ran longer than its time limit of " + time.toMillis() + " ms";
      execution.onEnd(
          watch.schedule(
              () -> execution.stop(Cause.TIME, reason), time.toNanos(), TimeUnit.NANOSECONDS));
    }
    if (!usage.equals(UsageListener.SILENT)) {
      execution.onEnd(
          watch.scheduleAtFixedRate(
              () -> usage.onUsage(execution.usage()),
              USAGE_PERIOD.toMillis(),
              USAGE_PERIOD.toMillis(),
              TimeUnit.MILLISECONDS));
    }
  }

  @Override
  public Optional<ModuleDescription> describe(String rsc, Host host) {
    if (!rsc.startsWith(Programs.SCHEME)) {
      return Optional.empty();
    }
    var program = programs.load(rsc, host);
    return Optional.of(
        new ModuleDescription(
            program.kind(),
            program.functions().stream()
                .map(f -> new ModuleDescription.Function(f.qualifiedName(), WitPrinter.print(f)))
                .toList()));
  }

  @Override
  public void close() {
    running.forEach(execution -> execution.cancel("the engine is closed"));
    workers.shutdown();
    watch.shutdownNow();
  }
}
