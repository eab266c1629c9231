package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreMemory;
import io.ipvm.wasm.core.TrapException;
import org.jspecify.annotations.Nullable;

/// One side of a call: the instance whose memory values are read from or written to, and how.
record Abi(
    Encoding encoding,
    @Nullable CoreMemory memoryOrNull,
    @Nullable CoreFunction realloc,
    ComponentInstance instance) {
  /// A memory of zero bytes does where the types need none.
  CoreMemory memory() {
    if (memoryOrNull == null) {
      throw TrapException.abi("a value in memory, but no memory was named");
    }
    return memoryOrNull;
  }

  /// Fresh memory from the guest.
  int allocate(int alignment, long size) {
    return reallocate(0, 0, alignment, size);
  }

  /// Moves `oldSize` bytes into an allocation of `size` bytes, which may be elsewhere.
  int reallocate(int old, long oldSize, int alignment, long size) {
    if (realloc == null) {
      throw TrapException.abi("a value in memory, but no realloc was named");
    }
    int at = (int) realloc.call(unsigned(old), oldSize, alignment, size)[0];
    if ((at & (alignment - 1)) != 0) {
      throw TrapException.abi(
          "realloc return: result not aligned: " + unsigned(at) + " for alignment " + alignment);
    }
    if (unsigned(at) + size > memory().size()) {
      throw TrapException.abi(
          "realloc return: beyond end of memory: " + size + " bytes at " + unsigned(at));
    }
    return at;
  }

  /// Traps unless `size` bytes at `at` are inside the memory and aligned.
  void checkRange(int at, int alignment, long size, String what) {
    if ((at & alignment - 1) != 0) {
      throw TrapException.abi(
          what + ": unaligned pointer " + unsigned(at) + ", alignment " + alignment);
    }
    if (unsigned(at) + size > memory().size()) {
      throw TrapException.abi(
          what
              + ": pointer out of bounds of memory: "
              + size
              + " bytes at "
              + unsigned(at)
              + " of "
              + memory().size());
    }
  }

  static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }
}
