package io.ipvm.wasm.component;

import java.util.function.Predicate;

/// Whether types contain handles.
final class Handles {
  private Handles() {}

  /// Owned or borrowed ones.
  static boolean any(FuncType type) {
    Predicate<ValType> handle = t -> t instanceof ValType.Own || t instanceof ValType.Borrow;
    return type.params().stream().anyMatch(param -> param.type().contains(handle))
        || type.result().stream().anyMatch(result -> result.contains(handle));
  }

  static boolean borrows(ValType type) {
    return type.contains(ValType.Borrow.class::isInstance);
  }

  static boolean any(ValType type, Predicate<ResourceType> wanted) {
    return type.contains(t ->
        (t instanceof ValType.Own(var own) && wanted.test(own))
            || (t instanceof ValType.Borrow(var borrowed) && wanted.test(borrowed)));
  }
}
