package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

/// Something an instance exports: what it can do is said by the sub-interface.
public interface CoreItem {
  CoreType type();

  /// Something only the type is known of, for checking without running.
  record Declared(CoreType type) implements CoreItem {
    public Declared {
      requireNonNull(type);
    }
  }
}
