package io.ipvm.node;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.Host;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.store.MemoEntry;
import io.ipvm.store.RunLog;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.RunRecord;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunId;
import io.ipvm.workflow.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one run knows and may use: its place in the log, what earlier attempts at it left, and the
/// node's services.
///
/// @param epoch under which this process owns the run
/// @param effects class of each task by label; pure unless said otherwise
/// @param past what earlier attempts at this run left in the log
/// @param onEnd runs once, when the run has ended
record RunContext(
    RunId id,
    long epoch,
    Map<String, EffectClass> effects,
    RunPast past,
    Optional<Duration> timeout,
    Host host,
    Permits permits,
    Mandate mandate,
    Services services,
    Runnable onEnd) {
  /// The node's services, shared by all runs.
  record Services(
      RunLog log,
      Engines engines,
      Results results,
      TaskRunner runner,
      History history,
      InstantSource clock) {}

  InstantSource clock() {
    return services.clock();
  }

  TaskRunner runner() {
    return services.runner();
  }

  History history() {
    return services.history();
  }

  void append(Durability durability, RunRecord... records) {
    services.log().append(id, epoch, List.of(records), durability);
  }

  EffectClass effect(Task task) {
    return effects.getOrDefault(task.label(), EffectClass.PURE);
  }

  /// A receipt that answers the task: for an effect only one of this run.
  Optional<MemoEntry> findEarlier(Task task, Mapping mapping) {
    if (effect(task) != EffectClass.PURE) {
      return findOwn(task);
    }
    return services
        .engines()
        .find(task.instruction().op())
        .flatMap(engine -> services.results().find(task, mapping, engine.descriptor().profile()));
  }

  /// A receipt of an effect of this run.
  Optional<MemoEntry> findOwn(Task task) {
    return effect(task) == EffectClass.PURE
        ? Optional.empty()
        : past.findReceipt(task.instruction().cid());
  }

  /// What an instruction of another document came to, by any engine of this node.
  Optional<Outcome> findResult(Cid instruction, Mapping mapping) {
    return services.engines().all().stream()
        .flatMap(engine ->
            services.results().find(instruction, mapping, engine.descriptor().profile()).stream())
        .findFirst()
        .map(entry -> services.results().value(entry, mapping));
  }

  /// Whether every mapping sees the same in all that the task awaits.
  boolean hasSharedInputs(Task task) {
    return task.promises().stream().allMatch(promise -> isShared(promise.instruction()));
  }

  private boolean isShared(Cid instruction) {
    return services.engines().all().stream()
        .anyMatch(
            engine -> services.results().isShared(instruction, engine.descriptor().profile()));
  }

  Outcome value(MemoEntry entry, Mapping mapping) {
    return services.results().value(entry, mapping);
  }

  /// Whether the task is an effect that was begun and must not be tried again.
  boolean isInDoubt(Task task) {
    return effect(task) == EffectClass.DESTRUCTIVE && past.wasIntended(task.instruction().cid());
  }

  /// The value with its large byte strings in the block store.
  Node keep(Node value) {
    return LargeBytes.out(value, host.sink());
  }
}
