package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreMemory;
import io.ipvm.wasm.core.CoreType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A guest's memory and its realloc, which hands out address after address and notes every call.
final class GuestMemory implements CoreMemory, CoreFunction {
  private static final CoreType.Value I32 = CoreType.Value.I32;

  private final ByteBuffer bytes;
  private final List<List<Long>> calls = new ArrayList<>();
  private int next;

  /// A memory that holds `content` and not a byte more.
  GuestMemory(Bytes content) {
    this.bytes = ByteBuffer.wrap(content.toArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// An empty memory whose first free address is `next`.
  GuestMemory(int size, int next) {
    this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    this.next = next;
  }

  /// Arguments and result of every call of realloc.
  List<List<Long>> calls() {
    return calls;
  }

  Bytes content(int size) {
    return Bytes.of(Arrays.copyOf(bytes.array(), size));
  }

  @Override
  public CoreType.Function type() {
    return new CoreType.Function(List.of(I32, I32, I32, I32), List.of(I32));
  }

  @Override
  public long[] call(long... args) {
    int alignment = (int) args[2];
    if (args[0] != 0 && args[3] < args[1]) {
      // Shrinks in place, as the reference's own allocator does.
      calls.add(List.of(args[0], args[1], args[2], args[3], args[0]));
      return new long[] {args[0]};
    }
    int at = (next + alignment - 1) / alignment * alignment;
    next = at + (int) args[3];
    System.arraycopy(bytes.array(), (int) args[0], bytes.array(), at, (int) args[1]);
    calls.add(List.of(args[0], args[1], args[2], args[3], (long) at));
    return new long[] {at};
  }

  @Override
  public long size() {
    return bytes.capacity();
  }

  @Override
  public byte load8(int at) {
    return bytes.get(at);
  }

  @Override
  public short load16(int at) {
    return bytes.getShort(at);
  }

  @Override
  public int load32(int at) {
    return bytes.getInt(at);
  }

  @Override
  public long load64(int at) {
    return bytes.getLong(at);
  }

  @Override
  public void store8(int at, byte value) {
    bytes.put(at, value);
  }

  @Override
  public void store16(int at, short value) {
    bytes.putShort(at, value);
  }

  @Override
  public void store32(int at, int value) {
    bytes.putInt(at, value);
  }

  @Override
  public void store64(int at, long value) {
    bytes.putLong(at, value);
  }

  @Override
  public byte[] load(int at, int size) {
    return Arrays.copyOfRange(bytes.array(), at, at + size);
  }

  @Override
  public void store(int at, byte[] source) {
    bytes.put(at, source);
  }

  @Override
  public void store(int at, Bytes source) {
    store(at, source.toArray());
  }
}
