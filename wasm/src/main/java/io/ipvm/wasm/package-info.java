/// The WebAssembly engine: start reading at `WasmEngine`, then the package `component`.
package io.ipvm.wasm;
