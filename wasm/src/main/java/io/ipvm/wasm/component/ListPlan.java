package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Sequence;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.util.Arrays;
import java.util.List;

/// Lists of anything but bytes.
final class ListPlan extends Plan {
  /// A longer list traps, on its way in and out.
  static final int MAX_BYTES = (1 << 28) - 1;

  private static final List<CoreType.Value> FLAT = List.of(CoreType.Value.I32, CoreType.Value.I32);

  private final Plan element;

  ListPlan(Plan element) {
    super(8, 4);
    this.element = element;
  }

  static void checkSize(long size) {
    if (size > MAX_BYTES) {
      throw TrapException.abi("list of " + size + " bytes, limit " + MAX_BYTES);
    }
  }

  @Override
  List<CoreType.Value> flat() {
    return FLAT;
  }

  @Override
  Value load(Transfer from, int at) {
    return sequence(from, from.memory().load32(at), from.memory().load32(at + 4));
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return sequence(from, in.nextInt(), in.nextInt());
  }

  private Sequence sequence(Transfer from, int at, int count) {
    long size = Abi.unsigned(count) * element.size();
    checkSize(size);
    from.abi.checkRange(at, element.alignment(), size, "list");
    from.countValues(count);
    var items = new Value[count];
    for (int i = 0; i < count; i++) {
      items[i] = element.load(from, at + i * element.size());
    }
    return new Sequence(Arrays.asList(items));
  }

  @Override
  void store(Transfer to, Value value, int at) {
    var items = ((Sequence) value).items();
    int address = allocate(to, items);
    to.memory().store32(at, address);
    to.memory().store32(at + 4, items.size());
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    var items = ((Sequence) value).items();
    out.putInt(allocate(to, items));
    out.putInt(items.size());
  }

  private int allocate(Transfer to, List<Value> items) {
    long size = (long) items.size() * element.size();
    checkSize(size);
    int at = to.abi.allocate(element.alignment(), size);
    int each = at;
    for (var item : items) {
      element.store(to, item, each);
      each += element.size();
    }
    return at;
  }
}
