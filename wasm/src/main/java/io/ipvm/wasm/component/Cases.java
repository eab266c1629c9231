package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ValType.Case;
import java.util.List;
import java.util.Optional;

/// The variant that an enum, option or result is short for.
final class Cases {
  private Cases() {}

  static List<Case> of(ValType type) {
    return switch (type) {
      case ValType.Variant(var cases) -> cases;
      case ValType.EnumOf(var names) ->
          names.stream().map(name -> new Case(name, Optional.empty())).toList();
      case ValType.OptionOf(var some) ->
          List.of(new Case("none", Optional.empty()), new Case("some", Optional.of(some)));
      case ValType.ResultOf(var ok, var err) -> List.of(new Case("ok", ok), new Case("err", err));
      case ValType.Prim _,
          ValType.ListOf _,
          ValType.RecordOf _,
          ValType.Tuple _,
          ValType.Flags _,
          ValType.Own _,
          ValType.Borrow _ ->
          throw new IllegalArgumentException(type + " has no cases");
    };
  }
}
