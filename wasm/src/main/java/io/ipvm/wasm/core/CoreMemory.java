package io.ipvm.wasm.core;

import io.ipvm.ipld.Bytes;

/// A linear memory. Addresses are unsigned 32-bit numbers in an `int`; an access that reaches
/// beyond the end traps. Alignment is the caller's business.
public interface CoreMemory extends CoreItem {
  long size();

  byte load8(int at);

  short load16(int at);

  int load32(int at);

  long load64(int at);

  void store8(int at, byte value);

  void store16(int at, short value);

  void store32(int at, int value);

  void store64(int at, long value);

  /// A copy of `size` bytes.
  byte[] load(int at, int size);

  void store(int at, byte[] source);

  void store(int at, Bytes source);
}
