import org.jspecify.annotations.NullMarked;

/// Runs WebAssembly components and core modules that describe themselves as components.
@NullMarked
module io.ipvm.wasm {
  requires static org.jspecify;
  requires transitive io.ipvm.engine;
  requires org.slf4j;
  requires run.endive.compiler;
  requires run.endive.runtime;
  requires run.endive.wasm;

  exports io.ipvm.wasm;

  provides io.ipvm.engine.Engine with
      io.ipvm.wasm.WasmEngine;
}
