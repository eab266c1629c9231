package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import java.util.List;
import java.util.Map;

/// A validated core module; may be shared by threads, its instances may not.
public interface CoreModule {
  List<Import> imports();

  List<Export> exports();

  List<CustomSection> customSections();

  /// Makes machine code, which would otherwise happen at the first instantiation.
  void prepare();

  /// Makes an instance, which runs the module's start function.
  ///
  /// @param imports by module name, then by name; every import is there and of its type
  /// @throws TrapException if initialisation traps
  /// @throws ExhaustedException if the initial memory is above the budget or the host has no more
  Map<String, CoreItem> instantiate(
      Map<String, Map<String, CoreItem>> imports, MemoryBudget memory);

  /// What a module wants from outside.
  record Import(String module, String name, CoreType type) {
    public Import {
      requireNonNull(module);
      requireNonNull(name);
      requireNonNull(type);
    }
  }

  /// What a module gives.
  record Export(String name, CoreType type) {
    public Export {
      requireNonNull(name);
      requireNonNull(type);
    }
  }

  /// Bytes that mean nothing to the module itself.
  record CustomSection(String name, Bytes content) {
    public CustomSection {
      requireNonNull(name);
      requireNonNull(content);
    }
  }
}
