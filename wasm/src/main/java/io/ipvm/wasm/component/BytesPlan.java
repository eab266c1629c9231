package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.wasm.component.Value.Octets;
import io.ipvm.wasm.core.CoreType;
import java.util.List;

/// `list<u8>`: one copy, no objects per byte.
final class BytesPlan extends Plan {
  private static final List<CoreType.Value> FLAT = List.of(CoreType.Value.I32, CoreType.Value.I32);

  BytesPlan() {
    super(8, 4);
  }

  @Override
  List<CoreType.Value> flat() {
    return FLAT;
  }

  @Override
  Value load(Transfer from, int at) {
    return octets(from, from.memory().load32(at), from.memory().load32(at + 4));
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return octets(from, in.nextInt(), in.nextInt());
  }

  private static Octets octets(Transfer from, int at, int size) {
    ListPlan.checkSize(Abi.unsigned(size));
    from.abi.checkRange(at, 1, Abi.unsigned(size), "list");
    from.countBytes(Abi.unsigned(size));
    return new Octets(Bytes.owned(from.memory().load(at, size)));
  }

  @Override
  void store(Transfer to, Value value, int at) {
    var bytes = ((Octets) value).value();
    int address = allocate(to, bytes);
    to.memory().store32(at, address);
    to.memory().store32(at + 4, bytes.size());
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    var bytes = ((Octets) value).value();
    out.putInt(allocate(to, bytes));
    out.putInt(bytes.size());
  }

  private static int allocate(Transfer to, Bytes bytes) {
    ListPlan.checkSize(bytes.size());
    int at = to.abi.allocate(1, bytes.size());
    to.memory().store(at, bytes);
    return at;
  }
}
