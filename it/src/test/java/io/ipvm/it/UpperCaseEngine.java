package io.ipvm.it;

import io.ipvm.engine.Admission;
import io.ipvm.engine.Call;
import io.ipvm.engine.Completion;
import io.ipvm.engine.EffectClass;
import io.ipvm.engine.Engine;
import io.ipvm.engine.EngineDescriptor;
import io.ipvm.engine.EngineDescriptor.Determinism;
import io.ipvm.engine.Estimate;
import io.ipvm.engine.Execution;
import io.ipvm.engine.Host;
import io.ipvm.engine.Usage;
import io.ipvm.engine.UsageListener;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An engine as a stranger would add one: a class and a line in `META-INF/services`.
public final class UpperCaseEngine implements Engine {
  @Override
  public EngineDescriptor descriptor() {
    return new EngineDescriptor(
        "upper", "upper/1", Set.of("text/upper"), List.of(), Determinism.REPLAYABLE);
  }

  @Override
  public Admission admit(Instruction instruction, Mapping mapping, Host host) {
    return new Admission.Accepted(EffectClass.PURE);
  }

  @Override
  public Estimate estimate(Call call, Host host) {
    return new Estimate(0);
  }

  @Override
  public Execution start(Call call, Host host, UsageListener usage) {
    var text = ((StringNode) call.input()).value().toUpperCase(Locale.ROOT);
    return new Done(
        new Completion.Returned(new Outcome.Ok(Node.of(text)), Usage.NONE, false, false, false));
  }

  @Override
  public void close() {}

  private record Done(Completion completion) implements Execution {
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
    public void cancel(String reason) {}

    @Override
    public Completion join() {
      return completion;
    }
  }
}
