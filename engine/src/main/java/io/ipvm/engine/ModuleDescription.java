package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a module offers, for people and for forms.
///
/// @param kind such as `component` or `core module`
public record ModuleDescription(String kind, List<Function> functions) {
  public ModuleDescription {
    requireNonNull(kind);
    functions = List.copyOf(functions);
  }

  /// One function.
  ///
  /// @param signature in the notation of the engine, for Wasm a line of WIT
  public record Function(String name, String signature) {
    public Function {
      requireNonNull(name);
      requireNonNull(signature);
    }
  }
}
