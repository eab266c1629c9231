package io.ipvm.engine;

import io.ipvm.engine.EngineDescriptor.Determinism;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Runs plain Java methods as tasks of `java/call`: for programs that embed a node.
///
/// A call runs on a virtual thread; cancelling interrupts it. An exception is the task's error and,
/// for a pure function, remembered like any result.
public final class JavaEngine implements Engine {
  public static final String OP = "java/call";

  private final Map<String, JavaFunction> functions = new TreeMap<>();

  public JavaEngine(List<JavaFunction> functions) {
    for (var function : functions) {
      if (this.functions.put(function.rsc(), function) != null) {
        throw new IllegalArgumentException("function " + function.rsc() + " is registered twice");
      }
    }
  }

  @Override
  public EngineDescriptor descriptor() {
    return new EngineDescriptor("java", "java/1", Set.of(OP), List.of(), Determinism.ATTESTED);
  }

  @Override
  public Admission admit(Instruction instruction, Mapping mapping, Host host) {
    var function = functions.get(instruction.rsc());
    if (function == null) {
      return new Admission.Refused(
          "no Java function is registered as '" + instruction.rsc() + "'",
          functions.isEmpty()
              ? "register it when the node is opened: only programs that embed a node have any"
              : "registered are " + String.join(", ", functions.keySet()));
    }
    return new Admission.Accepted(function.effect());
  }

  @Override
  public Estimate estimate(Call call, Host host) {
    return new Estimate(0);
  }

  @Override
  public Execution start(Call call, Host host, UsageListener usage) {
    var function = functions.get(call.instruction().rsc());
    if (function == null) {
      throw new IllegalStateException(call.instruction().rsc() + " was not admitted");
    }
    var running = new Running(function, call);
    running.thread = Thread.ofVirtual().name("java-call").start(running);
    return running;
  }

  @Override
  public Optional<ModuleDescription> describe(String rsc, Host host) {
    return Optional.ofNullable(functions.get(rsc))
        .map(function ->
            new ModuleDescription(
                "Java function",
                List.of(
                    new ModuleDescription.Function(
                        function.name(), function.name() + "@" + function.version()))));
  }

  @Override
  public void close() {}

  private static final class Running implements Execution, Runnable {
    private final JavaFunction function;
    private final Call call;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Written by [JavaEngine#start] before anybody else has this object.
    private @Nullable Thread thread;

    /// Written once by the call's thread, read after `ended`.
    private @Nullable Completion completion;

    /// Written by whoever cancels, read by the call's thread after it was interrupted.
    private volatile @Nullable String cancelled;

    Running(JavaFunction function, Call call) {
      this.function = function;
      this.call = call;
    }

    @Override
    public void run() {
      completion = complete();
      ended.countDown();
    }

    /// The top of the thread: whatever the function throws becomes the task's end.
    private Completion complete() {
      try {
        var context = new JavaFunction.Context(call.idempotencyKey());
        var output = function.body().call(call.input(), context);
        return new Completion.Returned(new Outcome.Ok(output), Usage.NONE, false, false, false);
      } catch (Exception e) {
        var reason = cancelled;
        if (reason != null) {
          return new Completion.Aborted(Completion.Cause.CANCELLED, reason, Usage.NONE);
        }
        return new Completion.Returned(
            new Outcome.Failed(describe(e)), Usage.NONE, false, false, false);
      }
    }

    private Node describe(Exception e) {
      var code = e instanceof IpvmException known ? known.code().name() : "FUNCTION_FAILED";
      var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return MapNode.builder()
          .put("code", code)
          .put("message", message)
          .put("function", function.name())
          .build();
    }

    @Override
    public Usage usage() {
      return Usage.NONE;
    }

    @Override
    public boolean pause() {
      return false;
    }

    @Override
    public void resume() {}

    @Override
    public void cancel(String reason) {
      cancelled = reason;
      if (thread != null) {
        thread.interrupt();
      }
    }

    @Override
    public Completion join() throws InterruptedException {
      ended.await();
      if (completion == null) {
        throw new IllegalStateException("the function of " + function.rsc() + " died of an Error");
      }
      return completion;
    }
  }
}
