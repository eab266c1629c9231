package io.ipvm.wasm.core;

import io.ipvm.ipld.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/// A linear memory in one `byte[]`: a load is one array access, and the bounds check of the JVM is
/// the check WebAssembly asks for. Endive's own memories go through pages or buffers and take two
/// to three times as long on memory-bound code.
///
/// An address above 2^31 arrives as a negative `int` and misses every array, as it must: no memory
/// here is that large ([MemoryBudget#MAX]).
///
/// Growing copies into a larger array and asks the budget of the call first; only the budget may
/// say no. An empty heap is another matter: it ends the call without a result.
///
/// Known gap: passive data segments belong to the instance that was made last, so two instances
/// that share a memory and both use passive segments disturb each other. Compilers emit this for
/// threads only.
@SuppressWarnings("removal") // the interface still asks for what only threads would call
final class FlatMemory implements Memory, CoreMemory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);
  private static final int PAGE_BITS = 16;

  private final MemoryLimits limits;
  private final MemoryBudget budget;
  private byte[] bytes;
  private DataSegment @Nullable [] segments;

  /// A memory of its initial size.
  ///
  /// @throws ExhaustedException if the budget or the heap does not hold it
  FlatMemory(MemoryLimits limits, MemoryBudget budget) {
    long size = (long) limits.initialPages() << PAGE_BITS;
    if (!budget.take(size)) {
      throw ExhaustedException.limit(
          "the module starts with " + size + " bytes of memory, limit " + budget.limit());
    }
    this.limits = limits;
    this.budget = budget;
    this.bytes = resized(new byte[0], (int) size);
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] resized(byte[] bytes, int size) {
    try {
      return Arrays.copyOf(bytes, size);
    } catch (OutOfMemoryError e) {
      throw ExhaustedException.host("this machine has no " + size + " bytes for a memory", e);
    }
  }

  private static WasmRuntimeException outOfBounds() {
    return new WasmRuntimeException("out of bounds memory access");
  }

  private void check(int at, int size) {
    if (at < 0 || size < 0 || size > bytes.length - at) {
      throw outOfBounds();
    }
  }

  @Override
  public CoreType type() {
    return EndiveTypes.memory(limits);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int pages() {
    return bytes.length >>> PAGE_BITS;
  }

  @Override
  public int grow(int pages) {
    int before = pages();
    long after = before + Integer.toUnsignedLong(pages);
    if (after > limits.maximumPages()) {
      return -1;
    }
    long more = Integer.toUnsignedLong(pages) << PAGE_BITS;
    if (!budget.take(more)) {
      return -1;
    }
    if (more > 0) {
      bytes = resized(bytes, (int) (after << PAGE_BITS));
    }
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return Math.min(limits.maximumPages(), Memory.RUNTIME_MAX_PAGES);
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Object lock(int address) {
    return this;
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new WasmRuntimeException("expected shared memory");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new WasmRuntimeException("expected shared memory");
  }

  @Override
  public int notify(int address, int maxThreads) {
    return 0;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(
      Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
    if (dataSegments == null) {
      return;
    }
    var own = dataSegments.clone();
    segments = own;
    for (int i = 0; i < own.length; i++) {
      if (own[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        var offset =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        write((int) offset, active.data(), 0, active.data().length);
        own[i] = PassiveDataSegment.EMPTY;
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int to, int from, int size) {
    var data = segments == null ? PassiveDataSegment.EMPTY.data() : segments[segment].data();
    if (from < 0 || size < 0 || size > data.length - from) {
      throw outOfBounds();
    }
    write(to, data, from, size);
  }

  @Override
  public void drop(int segment) {
    if (segments != null) {
      segments[segment] = PassiveDataSegment.EMPTY;
    }
  }

  @Override
  public void write(int at, byte[] data, int from, int size) {
    check(at, size);
    System.arraycopy(data, from, bytes, at, size);
  }

  @Override
  public byte read(int at) {
    try {
      return bytes[at];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public byte[] readBytes(int at, int size) {
    check(at, size);
    return Arrays.copyOfRange(bytes, at, at + size);
  }

  @Override
  public void writeI32(int at, int value) {
    try {
      INT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public int readInt(int at) {
    try {
      return (int) INT.get(bytes, at);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeLong(int at, long value) {
    try {
      LONG.set(bytes, at, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readLong(int at) {
    try {
      return (long) LONG.get(bytes, at);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeShort(int at, short value) {
    try {
      SHORT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public short readShort(int at) {
    try {
      return (short) SHORT.get(bytes, at);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readU16(int at) {
    return readShort(at) & 0xffff;
  }

  @Override
  public void writeByte(int at, byte value) {
    try {
      bytes[at] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeF32(int at, float value) {
    try {
      FLOAT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF32(int at) {
    return readInt(at);
  }

  @Override
  public float readFloat(int at) {
    try {
      return (float) FLOAT.get(bytes, at);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeF64(int at, double value) {
    try {
      DOUBLE.set(bytes, at, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public double readDouble(int at) {
    try {
      return (double) DOUBLE.get(bytes, at);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF64(int at) {
    return readLong(at);
  }

  @Override
  public void zero() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void fill(byte value, int from, int to) {
    check(from, to - from);
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void copy(int to, int from, int size) {
    check(to, size);
    check(from, size);
    System.arraycopy(bytes, from, bytes, to, size);
  }

  @Override
  public byte load8(int at) {
    return read(at);
  }

  @Override
  public short load16(int at) {
    return readShort(at);
  }

  @Override
  public int load32(int at) {
    return readInt(at);
  }

  @Override
  public long load64(int at) {
    return readLong(at);
  }

  @Override
  public void store8(int at, byte value) {
    writeByte(at, value);
  }

  @Override
  public void store16(int at, short value) {
    writeShort(at, value);
  }

  @Override
  public void store32(int at, int value) {
    writeI32(at, value);
  }

  @Override
  public void store64(int at, long value) {
    writeLong(at, value);
  }

  @Override
  public byte[] load(int at, int size) {
    return readBytes(at, size);
  }

  @Override
  public void store(int at, byte[] source) {
    write(at, source, 0, source.length);
  }

  @Override
  public void store(int at, Bytes source) {
    check(at, source.size());
    source.copyTo(bytes, at);
  }
}
