package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Fields;
import io.ipvm.wasm.core.CoreType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the parameters and the result of one function type cross (`flatten_functype`). Immutable and
/// shared by all instances.
final class FunctionPlan {
  private static final List<CoreType.Value> POINTER = List.of(CoreType.Value.I32);

  private final FieldsPlan params;
  private final @Nullable Plan result;
  private final List<CoreType.Value> flatParams;
  private final List<CoreType.Value> flatResult;

  FunctionPlan(FuncType type) {
    this.params =
        FieldsPlan.of(type.params().stream().map(param -> Plan.of(param.type())).toList());
    this.result = type.result().map(Plan::of).orElse(null);
    this.flatParams = List.copyOf(params.flat());
    this.flatResult = result == null ? List.of() : List.copyOf(result.flat());
  }

  boolean paramsInMemory() {
    return flatParams.size() > Plan.MAX_FLAT_PARAMS;
  }

  boolean resultInMemory() {
    return flatResult.size() > Plan.MAX_FLAT_RESULTS;
  }

  /// The core function that `canon lift` takes.
  CoreType.Function lifted() {
    return new CoreType.Function(
        paramsInMemory() ? POINTER : flatParams, resultInMemory() ? POINTER : flatResult);
  }

  /// The core function that `canon lower` makes.
  CoreType.Function lowered() {
    var params = new ArrayList<>(paramsInMemory() ? POINTER : flatParams);
    if (resultInMemory()) {
      params.add(CoreType.Value.I32);
    }
    return new CoreType.Function(params, resultInMemory() ? List.of() : flatResult);
  }

  /// The core function that `post-return` takes.
  CoreType.Function postReturn() {
    return new CoreType.Function(lifted().results(), List.of());
  }

  /// Arguments on their way into the callee.
  long[] lowerParams(Transfer to, Fields args) {
    if (paramsInMemory()) {
      int at = to.abi.allocate(params.alignment(), params.size());
      params.store(to, args, at);
      return new long[] {Abi.unsigned(at)};
    }
    var flat = new Flat(flatParams.size());
    params.lower(to, args, flat);
    return flat.values;
  }

  /// Arguments on their way out of the caller.
  Fields liftParams(Transfer from, long[] args) {
    if (paramsInMemory()) {
      int at = (int) args[0];
      from.abi.checkRange(at, params.alignment(), params.size(), "parameters");
      return (Fields) params.load(from, at);
    }
    return (Fields) params.lift(from, new Flat(args));
  }

  /// The result on its way out of the callee.
  @Nullable Value liftResult(Transfer from, long[] results) {
    if (result == null) {
      return null;
    }
    if (resultInMemory()) {
      int at = (int) results[0];
      from.abi.checkRange(at, result.alignment(), result.size(), "result");
      return result.load(from, at);
    }
    return result.lift(from, new Flat(results));
  }

  /// The result on its way into the caller, whose arguments say where if it goes to memory.
  long[] lowerResult(Transfer to, @Nullable Value value, long[] args) {
    if (result == null || value == null) {
      return new long[0];
    }
    if (resultInMemory()) {
      int at = (int) args[args.length - 1];
      to.abi.checkRange(at, result.alignment(), result.size(), "result");
      result.store(to, value, at);
      return new long[0];
    }
    var flat = new Flat(flatResult.size());
    result.lower(to, value, flat);
    return flat.values;
  }
}
