package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ValType.Case;
import io.ipvm.wasm.component.ValType.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes types and functions as WIT does. Types have lost their names on the way, so records,
/// variants and the like are written out where they stand.
public final class WitPrinter {
  private WitPrinter() {}

  /// Such as `resize: func(picture: list<u8>, width: u32) -> result<list<u8>, string>`.
  public static String print(ExportedFunction function) {
    return function.qualifiedName() + ": " + print(function.type());
  }

  public static String print(FuncType type) {
    return "func("
        + fields(type.params())
        + ")"
        + type.result().map(result -> " -> " + print(result)).orElse("");
  }

  public static String print(ValType type) {
    return switch (type) {
      case ValType.Prim prim -> prim.wit();
      case ValType.ListOf(var element) -> "list<" + print(element) + ">";
      case ValType.OptionOf(var some) -> "option<" + print(some) + ">";
      case ValType.ResultOf(var ok, var err) -> result(ok, err);
      case ValType.Tuple(var items) ->
          items.stream().map(WitPrinter::print).collect(Collectors.joining(", ", "tuple<", ">"));
      case ValType.RecordOf(var fields) -> "record { " + fields(fields) + " }";
      case ValType.Variant(var cases) ->
          cases.stream()
              .map(WitPrinter::print)
              .collect(Collectors.joining(", ", "variant { ", " }"));
      case ValType.EnumOf(var cases) -> "enum { " + String.join(", ", cases) + " }";
      case ValType.Flags(var names) -> "flags { " + String.join(", ", names) + " }";
      case ValType.Own _ -> "own<resource>";
      case ValType.Borrow _ -> "borrow<resource>";
    };
  }

  private static String fields(List<Field> fields) {
    return fields.stream()
        .map(field -> field.name() + ": " + print(field.type()))
        .collect(Collectors.joining(", "));
  }

  private static String print(Case variantCase) {
    return variantCase.name()
        + variantCase.payload().map(payload -> "(" + print(payload) + ")").orElse("");
  }

  private static String result(Optional<ValType> ok, Optional<ValType> err) {
    if (ok.isEmpty() && err.isEmpty()) {
      return "result";
    }
    return "result<"
        + ok.map(WitPrinter::print).orElse("_")
        + err.map(type -> ", " + print(type)).orElse("")
        + ">";
  }
}
