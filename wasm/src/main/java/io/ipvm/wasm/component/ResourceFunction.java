package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ComponentInstance.Handle;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreType;
import java.util.List;

/// The built-ins `resource.new`, `resource.drop` and `resource.rep` of one instance.
record ResourceFunction(BuiltIn builtIn, ResourceType resource, ComponentInstance instance)
    implements CoreFunction {
  private static final List<CoreType.Value> I32 = List.of(CoreType.Value.I32);

  enum BuiltIn {
    NEW,
    DROP,
    REP
  }

  @Override
  public CoreType.Function type() {
    return new CoreType.Function(I32, builtIn == BuiltIn.DROP ? List.of() : I32);
  }

  @Override
  public long[] call(long... args) {
    int argument = (int) args[0];
    return switch (builtIn) {
      case NEW -> {
        instance.requireMayLeave();
        yield new long[] {instance.add(new Handle(resource, argument, null))};
      }
      case DROP -> {
        instance.requireMayLeave();
        drop(instance.remove(argument, resource));
        yield new long[0];
      }
      case REP -> new long[] {Abi.unsigned(instance.require(argument, resource).representation)};
    };
  }

  private void drop(Handle handle) {
    if (handle.scope != null) {
      handle.scope.returned();
      return;
    }
    var destructor = resource.destructor();
    var owner = resource.owner();
    if (destructor != null && owner != null) {
      // Its own component may drop a resource while it runs: nothing is entered then.
      owner.enterFrom(instance);
      destructor.call(Abi.unsigned(handle.representation));
      owner.leaveTo(instance);
    }
  }
}
