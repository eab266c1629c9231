package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ComponentInstance.Handle;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.util.List;

/// Handles to resources: owned ones move, borrowed ones are lent for the call.
final class HandlePlan extends Plan {
  private static final List<CoreType.Value> FLAT = List.of(CoreType.Value.I32);

  private final ResourceType type;
  private final boolean own;

  HandlePlan(ResourceType type, boolean own) {
    super(4, 4);
    this.type = type;
    this.own = own;
  }

  @Override
  List<CoreType.Value> flat() {
    return FLAT;
  }

  @Override
  Value load(Transfer from, int at) {
    return take(from, from.memory().load32(at));
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return take(from, in.nextInt());
  }

  private Value take(Transfer from, int index) {
    var instance = from.abi.instance();
    if (own) {
      if (!instance.require(index, type).owned()) {
        throw TrapException.abi("cannot lift own resource from a borrow");
      }
      return new Value.Handle(instance.remove(index, type).representation);
    }
    var handle = instance.require(index, type);
    from.scope.lend(handle);
    return new Value.Handle(handle.representation);
  }

  @Override
  void store(Transfer to, Value value, int at) {
    to.memory().store32(at, give(to, value));
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    out.putInt(give(to, value));
  }

  private int give(Transfer to, Value value) {
    int representation = ((Value.Handle) value).representation();
    var instance = to.abi.instance();
    if (own) {
      return instance.add(new Handle(type, representation, null));
    }
    if (instance == type.owner()) {
      // The component that made the resource sees what it stored, not a handle.
      return representation;
    }
    to.scope.borrowed();
    return instance.add(new Handle(type, representation, to.scope));
  }
}
