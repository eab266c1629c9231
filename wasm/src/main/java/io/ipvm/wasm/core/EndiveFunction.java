package io.ipvm.wasm.core;

import run.endive.runtime.ExportFunction;

/// An exported function, with Endive's exceptions turned into ours.
record EndiveFunction(CoreType.Function type, ExportFunction export, EndiveTraps traps)
    implements CoreFunction {
  private static final long[] NOTHING = {};

  @Override
  public long[] call(long... args) {
    try {
      // Null where there are no results.
      var results = export.apply(args);
      return results == null ? NOTHING : results;
    } catch (RuntimeException | StackOverflowError e) {
      throw traps.translate(e);
    }
  }
}
