package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Fields;
import io.ipvm.wasm.core.CoreFunction;
import org.jspecify.annotations.Nullable;

/// A core function seen as a component function (`canon lift`).
///
/// A trap leaves the instance marked as entered: nothing may call it again.
record LiftedFunction(
    CoreFunction core, FunctionPlan plan, Abi abi, @Nullable CoreFunction postReturn)
    implements Callee {
  @Override
  public @Nullable Value call(Fields args, @Nullable ComponentInstance caller) {
    var instance = abi.instance();
    instance.enterFrom(caller);
    var scope = new CallScope();
    var results = core.call(plan.lowerParams(new Transfer(abi, scope), args));
    var result = plan.liftResult(new Transfer(abi, scope), results);
    scope.requireNoBorrows();
    if (postReturn != null) {
      instance.withoutLeaving(() -> postReturn.call(results));
    }
    instance.leaveTo(caller);
    return result;
  }
}
