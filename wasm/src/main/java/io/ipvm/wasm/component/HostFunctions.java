package io.ipvm.wasm.component;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a program may import and call: functions of the machine it runs on, for one call of one
/// program. Used by the thread of that call.
@FunctionalInterface
public interface HostFunctions {
  /// The function `name` of interface `from`, if it is there and has that type.
  ///
  /// @param from such as `wasi:logging/logging`; empty for a function outside of any interface
  Optional<HostFunction> find(String from, String name, FuncType type);

  /// A function of the machine.
  @FunctionalInterface
  interface HostFunction {
    /// Calls it.
    ///
    /// @param args as many as its type has parameters, each of its type
    /// @return null where its type has no result
    @Nullable Value call(List<Value> args);
  }
}
