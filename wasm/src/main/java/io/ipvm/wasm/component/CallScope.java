package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ComponentInstance.Handle;
import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.List;

/// The borrows of one call: handles the caller lent, which it cannot drop meanwhile, and handles
/// the callee got, which it has to drop before it returns.
final class CallScope {
  private final List<Handle> lenders = new ArrayList<>();
  private int borrows;

  void lend(Handle handle) {
    handle.lends++;
    lenders.add(handle);
  }

  void borrowed() {
    borrows++;
  }

  void returned() {
    borrows--;
  }

  void requireNoBorrows() {
    if (borrows > 0) {
      throw TrapException.abi("borrow handles still remain at the end of the call");
    }
  }

  void end() {
    lenders.forEach(handle -> handle.lends--);
    lenders.clear();
  }
}
