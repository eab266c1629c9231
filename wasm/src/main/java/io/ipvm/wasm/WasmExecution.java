package io.ipvm.wasm;

import io.ipvm.engine.Call;
import io.ipvm.engine.Completion;
import io.ipvm.engine.Completion.Cause;
import io.ipvm.engine.Execution;
import io.ipvm.engine.Host;
import io.ipvm.engine.Usage;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.UnixFs;
import io.ipvm.ucan.Outcome;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.component.Value;
import io.ipvm.wasm.core.ExhaustedException;
import io.ipvm.wasm.core.MemoryBudget;
import io.ipvm.wasm.core.StoppedException;
import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call: loads the module, maps the arguments, runs the function, maps the result.
///
/// Threads: [#run] belongs to one thread of the engine's pool; the other methods may be called by
/// anybody. A call is stopped by interrupting its thread, but only while that thread is inside the
/// guest: an interrupt at another time could close files of the node that are shared.
final class WasmExecution implements Execution, Runnable {
  /// Bytes of one file that a link in the arguments names.
  static final long MAX_FILE = 256L * 1024 * 1024;

  private final Call call;
  private final Host host;
  private final Programs programs;
  private final Consumer<WasmExecution> onGuest;
  private final MemoryBudget memory;
  private final GuestLog log;
  private final GuestHost functions;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object lock = new Object();
  private final List<Future<?>> timers = new ArrayList<>();

  // Guarded by `lock`: the thread inside the guest, and why it has to stop.
  private @Nullable Thread guest;
  private @Nullable Stop stop;

  // Written by the call's thread, read by whoever asks for usage.
  private volatile long startedNanos;
  private volatile long endedNanos;

  // Written once before `ended`, read after it.
  private @Nullable Completion completion;

  private record Stop(Cause cause, String reason) {}

  /// `onGuest` is told when the guest starts: from then on its time counts.
  WasmExecution(Call call, Host host, Programs programs, Consumer<WasmExecution> onGuest) {
    this.call = call;
    this.host = host;
    this.programs = programs;
    this.onGuest = onGuest;
    this.memory = new MemoryBudget(call.limits().memory());
    this.log = new GuestLog(call.instruction().cid().toString());
    this.functions = new GuestHost(log);
  }

  @Override
  public void run() {
    try {
      completion = complete();
    } finally {
      ended.countDown();
    }
  }

  /// The catch ladder: everything a module can do ends up here as a completion.
  private Completion complete() {
    try {
      return call();
    } catch (TrapException e) {
      return failed(trap(e));
    } catch (ExhaustedException e) {
      return e.byLimit()
          ? new Completion.Returned(
              failure("EXHAUSTED", e.getMessage()), usage(), true, false, functions.observed())
          : aborted(Cause.HOST_EXHAUSTED, e.getMessage());
    } catch (StoppedException e) {
      return stopped();
    } catch (IpvmException e) {
      return refused(e);
    } catch (StackOverflowError e) {
      return aborted(Cause.HOST_EXHAUSTED, "values are nested too deeply for this machine");
    } catch (OutOfMemoryError e) {
      return aborted(Cause.HOST_EXHAUSTED, "this machine has not enough memory for the call");
    } catch (RuntimeException e) {
      return aborted(Cause.ENGINE_FAILURE, e.toString());
    }
  }

  private Completion call() {
    requireNotStopped();
    var program = programs.load(call.instruction().rsc(), host);
    var asked = WasmCall.of(call.input(), program, call.mapping());
    var args = asked.arguments(cid -> UnixFs.read(cid, host.blocks(), MAX_FILE));
    program.prepare();
    var value = runGuest(program, asked, args);
    var result = asked.outcome(value);
    return new Completion.Returned(
        result.out(),
        usage(),
        memory.refused(),
        args.quirk() || result.quirk(),
        functions.observed());
  }

  private @Nullable Value runGuest(Program program, WasmCall asked, WasmCall.Arguments args) {
    synchronized (lock) {
      requireNotStopped();
      guest = Thread.currentThread();
    }
    startedNanos = System.nanoTime();
    onGuest.accept(this);
    functions.start();
    try {
      return program.instantiate(memory, functions).call(asked.function(), args.values());
    } finally {
      log.end();
      endedNanos = System.nanoTime();
      timers.forEach(timer -> timer.cancel(false));
      synchronized (lock) {
        guest = null;
        // The thread goes back to the pool: a stop that came too late must not hit the next call.
        Thread.interrupted();
      }
    }
  }

  private void requireNotStopped() {
    synchronized (lock) {
      if (stop != null) {
        throw new StoppedException();
      }
    }
  }

  private Completion stopped() {
    synchronized (lock) {
      return stop == null
          ? aborted(Cause.CANCELLED, "the thread was interrupted")
          : aborted(stop.cause(), stop.reason());
    }
  }

  private Completion refused(IpvmException e) {
    var message = e.getMessage() == null ? e.code().name() : e.getMessage();
    return switch (e.code()) {
      case NOT_FOUND, UNAVAILABLE -> aborted(Cause.MISSING_CONTENT, message);
      // A module or file above the sizes named here is too large everywhere.
      case CALLER_ERROR, EXHAUSTED -> failed(failure(e.code().name(), message));
      case NOT_AUTHORISED, CONFLICT, MISMATCH, IN_DOUBT, CORRUPT, BUG ->
          aborted(Cause.ENGINE_FAILURE, message);
    };
  }

  private Completion failed(Outcome.Failed out) {
    return new Completion.Returned(out, usage(), memory.refused(), false, functions.observed());
  }

  private Completion aborted(Cause cause, @Nullable String message) {
    return new Completion.Aborted(cause, message == null ? cause.name() : message, usage());
  }

  private static Outcome.Failed failure(String code, @Nullable String message) {
    return new Outcome.Failed(
        MapNode.builder()
            .put("code", code)
            .put("message", message == null ? code : message)
            .build());
  }

  private static Outcome.Failed trap(TrapException e) {
    var trap = e.trap();
    var node =
        MapNode.builder()
            .put("code", "TRAP")
            .put("trap", trap.kind().code())
            .put("message", trap.message());
    trap.place()
        .ifPresent(place -> {
          node.put("function", place.function()).put("offset", place.first());
          if (place.last() > place.first()) {
            node.put("until", place.last());
          }
        });
    return new Outcome.Failed(node.build());
  }

  /// Stops the call: now if it is inside the guest, else before it gets there. The first reason
  /// counts.
  void stop(Cause cause, String reason) {
    synchronized (lock) {
      if (stop == null) {
        stop = new Stop(cause, reason);
      }
      if (guest != null) {
        guest.interrupt();
      }
    }
  }

  /// Has `timer` cancelled when the guest ends; called by the thread of the call.
  void onEnd(Future<?> timer) {
    timers.add(timer);
  }

  @Override
  public Usage usage() {
    long start = startedNanos;
    long end = endedNanos;
    long nanos = start == 0 ? 0 : (end == 0 ? System.nanoTime() : end) - start;
    return new Usage(
        Map.of(WasmEngine.MEMORY_PEAK, memory.peak(), WasmEngine.TIME_WALL, nanos / 1_000_000));
  }

  /// There is no point inside a function where this runtime could be made to wait.
  @Override
  public boolean pause() {
    return false;
  }

  @Override
  public void resume() {}

  @Override
  public void cancel(String reason) {
    stop(Cause.CANCELLED, reason);
  }

  @Override
  public Completion join() throws InterruptedException {
    ended.await();
    if (completion == null) {
      throw new IllegalStateException("the call of " + call.instruction().rsc() + " has no end");
    }
    return completion;
  }
}
