package io.ipvm.wasm.component;

import io.ipvm.wasm.core.CoreMemory;
import io.ipvm.wasm.core.ExhaustedException;

/// Values on their way into or out of one instance during one call.
///
/// What is lifted is counted: a guest can name the same megabyte a thousand times in one list, and
/// a byte of its memory can become an object of this machine.
final class Transfer {
  /// Values in one result or one set of arguments.
  static final int MAX_VALUES = 4_000_000;

  /// Bytes of strings and byte lists in it.
  static final long MAX_BYTES = 1L << 30;

  final Abi abi;
  final CallScope scope;
  private int values;
  private long bytes;

  Transfer(Abi abi, CallScope scope) {
    this.abi = abi;
    this.scope = scope;
  }

  CoreMemory memory() {
    return abi.memory();
  }

  void countValues(long more) {
    if (more > MAX_VALUES - values) {
      throw ExhaustedException.limit("a value has more than " + MAX_VALUES + " parts");
    }
    values += (int) more;
  }

  void countBytes(long more) {
    bytes += more;
    if (bytes > MAX_BYTES) {
      throw ExhaustedException.limit("a value has more than " + MAX_BYTES + " bytes");
    }
  }
}
