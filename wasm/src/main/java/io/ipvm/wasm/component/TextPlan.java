package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Text;
import io.ipvm.wasm.core.CoreType;
import java.util.List;

/// Strings: an address and a length in code units.
final class TextPlan extends Plan {
  private static final List<CoreType.Value> FLAT = List.of(CoreType.Value.I32, CoreType.Value.I32);

  TextPlan() {
    super(8, 4);
  }

  @Override
  List<CoreType.Value> flat() {
    return FLAT;
  }

  @Override
  Value load(Transfer from, int at) {
    return Strings.load(from, from.memory().load32(at), from.memory().load32(at + 4));
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return Strings.load(from, in.nextInt(), in.nextInt());
  }

  @Override
  void store(Transfer to, Value value, int at) {
    long stored = Strings.store(to, (Text) value);
    to.memory().store32(at, Strings.address(stored));
    to.memory().store32(at + 4, Strings.units(stored));
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    long stored = Strings.store(to, (Text) value);
    out.putInt(Strings.address(stored));
    out.putInt(Strings.units(stored));
  }
}
