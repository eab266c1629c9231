package io.ipvm.wasm.component;

import io.ipvm.ipld.MalformedException;

/// Messages for what the Component Model has and this engine does not have yet.
final class Unsupported {
  private Unsupported() {}

  /// Tool chains emit the asynchronous part by default, so the message says how to do without.
  static MalformedException asynchronous(String what) {
    return new MalformedException(
        "component: "
            + what
            + " belong to the asynchronous Component Model, which is not supported yet:"
            + " rebuild with --sync");
  }
}
