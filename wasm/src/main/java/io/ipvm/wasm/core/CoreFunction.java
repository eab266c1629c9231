package io.ipvm.wasm.core;

/// A callable function. Values travel as raw bits: an `f32` is the low half of its `long`.
public interface CoreFunction extends CoreItem {
  @Override
  CoreType.Function type();

  /// Calls the function.
  ///
  /// @throws TrapException if it traps
  /// @throws StoppedException if the thread was interrupted
  /// @throws ExhaustedException if the stack or the heap of this machine is too small
  long[] call(long... args);
}
