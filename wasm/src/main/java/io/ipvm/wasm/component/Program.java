package io.ipvm.wasm.component;

import io.ipvm.wasm.core.MemoryBudget;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something with functions that take and return component values. Immutable; may be shared by
/// threads.
public sealed interface Program permits Component, ModuleWorld {
  /// What the bytes are: `component` or `core module`.
  String kind();

  /// The functions it exports, in the order of the binary.
  List<ExportedFunction> functions();

  /// What it imports and `host` does not have, if there is anything: such a program cannot run.
  Optional<String> missing(HostFunctions host);

  /// Does what is done once, so that [#instantiate] is quick.
  void prepare();

  /// Makes an instance for one thread and one call.
  ///
  /// @param host has everything the program imports
  Running instantiate(MemoryBudget memory, HostFunctions host);

  /// An instance. After a trap it is of no use any more.
  interface Running {
    /// Calls `function`, which has to be one of the program's.
    ///
    /// @param args as many as the function has parameters, each of its type
    /// @return null where the function has no result
    @Nullable Value call(ExportedFunction function, List<Value> args);
  }
}
