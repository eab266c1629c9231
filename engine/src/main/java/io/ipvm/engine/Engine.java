package io.ipvm.engine;

import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import java.util.Optional;

/// Computes tasks of some operations. Engines are found by `ServiceLoader` and shared by all runs;
/// every method may be called from several threads.
public interface Engine extends AutoCloseable {
  EngineDescriptor descriptor();

  /// Says before anything runs whether this engine would take the instruction: the function exists,
  /// the arguments that are already known fit. Promises in the input fit everything.
  Admission admit(Instruction instruction, Mapping mapping, Host host);

  /// What the call will probably use; a guess for schedulers, never a limit.
  Estimate estimate(Call call, Host host);

  /// Starts the call and returns at once. `usage` is told of progress from a thread of the engine.
  Execution start(Call call, Host host, UsageListener usage);

  /// What functions the resource has; empty if it is none of this engine's.
  default Optional<ModuleDescription> describe(String rsc, Host host) {
    return Optional.empty();
  }

  /// Releases threads and caches; running executions are cancelled.
  @Override
  void close();
}
