/// The port to core WebAssembly: start reading at [CoreRuntime]. No type of the runtime behind it
/// appears outside `EndiveRuntime`, `EndiveModule` and `FlatMemory`.
package io.ipvm.wasm.core;
