/// The Component Model, synchronous part: start reading at [Component].
///
/// Sources: WebAssembly/component-model `design/mvp/Binary.md`, `Explainer.md`, `CanonicalABI.md`.
package io.ipvm.wasm.component;
