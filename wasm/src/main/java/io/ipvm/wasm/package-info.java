/// The WebAssembly engine: start reading at [WasmEngine], whose comment follows a call through the
/// module.
///
/// The package `component` is the Component Model, the package `core` the runtime underneath; the
/// arrows go from here to `component` to `core`.
package io.ipvm.wasm;
