import org.jspecify.annotations.NullMarked;

/// Runs WebAssembly components and core modules that describe themselves as components.
@NullMarked
module io.ipvm.wasm {
  requires static org.jspecify;
  requires transitive io.ipvm.engine;
}
