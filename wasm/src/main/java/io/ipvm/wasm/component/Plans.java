package io.ipvm.wasm.component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The plans of one program's functions. Types with handles are not kept: their resources belong to
/// one instance.
final class Plans {
  private final Map<FuncType, FunctionPlan> plans = new ConcurrentHashMap<>();

  FunctionPlan of(FuncType type) {
    var known = plans.get(type);
    if (known != null) {
      return known;
    }
    var made = new FunctionPlan(type);
    if (!Handles.any(type)) {
      plans.put(type, made);
    }
    return made;
  }
}
