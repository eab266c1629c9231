package io.ipvm.node;

import io.ipvm.engine.EffectClass;
import io.ipvm.ipld.Cid;
import io.ipvm.store.MemoEntry;
import io.ipvm.workflow.Task;
import io.ipvm.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Says of every task of a run whether a receipt would answer it: the choices of [RunExecution],
/// made without computing anything.
///
/// What a task comes to that has to be computed is not known here. It counts as a result that no
/// limit touches, as most are; what follows it may be computed where this said it would not.
final class Planning {
  private final RunContext context;
  private final Workflow workflow;

  /// Instructions whose result holds only under the limits of this run, see [Results].
  private final Set<Cid> bounded = new HashSet<>();

  Planning(RunContext context, Workflow workflow) {
    this.context = context;
    this.workflow = workflow;
  }

  Plan plan() {
    var steps = new ArrayList<Plan.Step>();
    for (var task : workflow.tasks()) {
      steps.add(step(task));
    }
    return new Plan(steps);
  }

  private Plan.Step step(Task task) {
    var instruction = task.instruction().cid();
    boolean behindLimit =
        task.promises().stream().anyMatch(promise -> bounded.contains(promise.instruction()));
    var known =
        behindLimit ? Optional.<MemoEntry>empty() : context.findEarlier(task, workflow.mapping());
    if (behindLimit || known.filter(entry -> Results.isBounded(entry.receipt())).isPresent()) {
      bounded.add(instruction);
    }
    return new Plan.Step(
        task.label(),
        instruction,
        Wording.function(task.instruction()),
        known.map(entry -> entry.receipt().cid()),
        reason(task, known.isPresent(), behindLimit));
  }

  private String reason(Task task, boolean known, boolean behindLimit) {
    if (known) {
      return "a receipt answers it";
    }
    if (context.effect(task) != EffectClass.PURE) {
      return "an effect belongs to its run";
    }
    return behindLimit ? "what it awaits depends on a limit" : "no receipt for this instruction";
  }
}
