package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.FlagSet;
import io.ipvm.wasm.core.CoreType;
import java.util.List;

/// Flags: a bit each, at most 32. Bits without a name are dropped.
final class FlagsPlan extends Plan {
  private static final List<CoreType.Value> FLAT = List.of(CoreType.Value.I32);

  private final int mask;

  private FlagsPlan(int size, int mask) {
    super(size, size);
    this.mask = mask;
  }

  static FlagsPlan of(int count) {
    return new FlagsPlan(count <= 8 ? 1 : count <= 16 ? 2 : 4, count == 32 ? -1 : (1 << count) - 1);
  }

  @Override
  List<CoreType.Value> flat() {
    return FLAT;
  }

  @Override
  Value load(Transfer from, int at) {
    var memory = from.memory();
    return new FlagSet(
        mask
            & switch (size()) {
              case 1 -> memory.load8(at);
              case 2 -> memory.load16(at);
              default -> memory.load32(at);
            });
  }

  @Override
  void store(Transfer to, Value value, int at) {
    int bits = ((FlagSet) value).bits();
    var memory = to.memory();
    switch (size()) {
      case 1 -> memory.store8(at, (byte) bits);
      case 2 -> memory.store16(at, (short) bits);
      default -> memory.store32(at, bits);
    }
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return new FlagSet(in.nextInt() & mask);
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    out.putInt(((FlagSet) value).bits());
  }
}
