package io.ipvm.wasm.component;

import io.ipvm.wasm.component.ValType.Field;
import java.util.List;
import java.util.Optional;

/// The type of a component function.
public record FuncType(List<Field> params, Optional<ValType> result) {
  public FuncType {
    params = List.copyOf(params);
  }

  /// The parameters as the tuple they form where they do not fit into registers.
  ValType.Tuple tuple() {
    return new ValType.Tuple(params.stream().map(Field::type).toList());
  }
}
