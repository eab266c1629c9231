package io.ipvm.wasm.component;

import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreType;

/// A component function seen as a core function (`canon lower`).
record LoweredFunction(CoreType.Function type, Callee callee, FunctionPlan plan, Abi abi)
    implements CoreFunction {
  @Override
  public long[] call(long... args) {
    abi.instance().requireMayLeave();
    var scope = new CallScope();
    var transfer = new Transfer(abi, scope);
    var result = callee.call(plan.liftParams(transfer, args), abi.instance());
    scope.end();
    return plan.lowerResult(transfer, result, args);
  }
}
