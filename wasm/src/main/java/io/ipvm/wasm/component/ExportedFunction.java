package io.ipvm.wasm.component;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// A function that can be called from outside.
///
/// @param interfaceName the exported interface it stands in, such as `wasi:cli/run@0.2.0`
public record ExportedFunction(Optional<String> interfaceName, String name, FuncType type) {
  public ExportedFunction {
    requireNonNull(interfaceName);
    requireNonNull(name);
    requireNonNull(type);
  }

  /// `interface#name`, or the bare name of a function of the component itself.
  public String qualifiedName() {
    return interfaceName.map(i -> i + "#" + name).orElse(name);
  }
}
