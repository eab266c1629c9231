package io.ipvm.wasm.core;

import io.ipvm.ipld.Bytes;

/// Compiles and runs core modules; everything above it (components, limits, IPLD) is the same for
/// every runtime.
public interface CoreRuntime {
  /// Name and version, such as `endive-1.0.1`: part of the engine profile in receipts.
  String name();

  /// Reads and validates `module`; machine code may be made later, at the first instantiation.
  ///
  /// @throws io.ipvm.ipld.MalformedException if it is no valid core module
  CoreModule read(Bytes module, CodeCache cache);
}
