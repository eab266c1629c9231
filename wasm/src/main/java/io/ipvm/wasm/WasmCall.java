package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.ucan.Outcome;
import io.ipvm.wasm.component.ExportedFunction;
import io.ipvm.wasm.component.FuncType;
import io.ipvm.wasm.component.HostFunctions;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.Value;
import io.ipvm.wasm.component.WitPrinter;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Promises;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a `wasm/run` input asks of a program: `{func, args}`, with the function found and the
/// values mapped.
final class WasmCall {
  /// Only asked what it has, never called.
  private static final HostFunctions OFFERED = new GuestHost(new GuestLog(""));

  private final ExportedFunction function;
  private final List<Node> args;
  private final Mapping mapping;

  private WasmCall(ExportedFunction function, List<Node> args, Mapping mapping) {
    this.function = function;
    this.args = args;
    this.mapping = mapping;
  }

  /// Reads `input` and finds the function.
  ///
  /// @throws IpvmException `CALLER_ERROR` if that is not possible
  static WasmCall of(Node input, Program program, Mapping mapping) {
    if (!(input instanceof MapNode map
        && map.find("func").orElse(Node.NULL) instanceof StringNode(var name)
        && map.find("args").orElse(Node.NULL) instanceof ListNode(var args))) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "the input of wasm/run has to be a map of func, a string, and args, a list");
    }
    var missing = program.missing(OFFERED);
    if (missing.isPresent()) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "the "
              + program.kind()
              + " imports "
              + missing.get()
              + ", which no function here may call");
    }
    var function = FunctionNames.require(program, name);
    if (mapping == Mapping.NATIVE) {
      refuseNestedOptions(function);
    }
    return new WasmCall(function, args, mapping);
  }

  /// In the native mapping none is null, so some(none) would have no spelling.
  private static void refuseNestedOptions(ExportedFunction function) {
    var type = function.type();
    if (type.params().stream().anyMatch(param -> nestsOptions(param.type()))
        || type.result().stream().anyMatch(WasmCall::nestsOptions)) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "an option inside an option cannot be mapped to IPLD: " + WitPrinter.print(function));
    }
  }

  private static boolean nestsOptions(ValType type) {
    return type.contains(
        t -> t instanceof ValType.OptionOf(var some) && some instanceof ValType.OptionOf);
  }

  ExportedFunction function() {
    return function;
  }

  /// Checks the arguments that are known already; those that await a result fit everything.
  void check() {
    var converter = new IpldToWit(mapping, _ -> Bytes.EMPTY);
    int count = signed(() -> converter.argumentCount(function.type(), args.size()));
    for (int i = 0; i < count; i++) {
      if (Promises.find(args.get(i)).isEmpty()) {
        argument(converter, i);
      }
    }
  }

  /// The arguments as values; `content` loads files that links name.
  Arguments arguments(Function<Cid, Bytes> content) {
    var converter = new IpldToWit(mapping, content);
    int count = signed(() -> converter.argumentCount(function.type(), args.size()));
    var values = new ArrayList<Value>(count);
    for (int i = 0; i < count; i++) {
      values.add(argument(converter, i));
    }
    return new Arguments(values, converter.quirk());
  }

  private Value argument(IpldToWit converter, int index) {
    var param = function.type().params().get(index);
    return signed(() ->
        IpldToWit.at(
            "argument " + (index + 1) + " (`" + param.name() + "`)",
            () -> converter.argument(args.get(index), param.type())));
  }

  /// Adds the signature to what is wrong.
  private <T> T signed(Supplier<T> check) {
    try {
      return check.get();
    } catch (Mismatch e) {
      throw new Mismatch(
          "function `"
              + function.qualifiedName()
              + "`: "
              + e.getMessage()
              + "\n  "
              + WitPrinter.print(function));
    }
  }

  /// What the function's own result says the task came to.
  Result outcome(@Nullable Value value) {
    var converter = new WitToIpld(mapping);
    var out = outcome(value, function.type(), converter);
    return new Result(out, converter.quirk());
  }

  private Outcome outcome(@Nullable Value value, FuncType type, WitToIpld converter) {
    if (value == null || type.result().isEmpty()) {
      return new Outcome.Ok(Node.NULL);
    }
    if (mapping == Mapping.NATIVE
        && value instanceof Value.Choice(var index, var payload)
        && type.result().get() instanceof ValType.ResultOf(var ok, var err)) {
      return index == 0
          ? new Outcome.Ok(converter.payload(payload, ok, Node.NULL))
          : new Outcome.Failed(converter.payload(payload, err, Node.NULL));
    }
    return new Outcome.Ok(converter.convert(value, type.result().get()));
  }

  /// Arguments, and whether a quirk of the mapping touched them.
  record Arguments(List<Value> values, boolean quirk) {}

  /// An outcome, and whether a quirk of the mapping touched it.
  record Result(Outcome out, boolean quirk) {}
}
