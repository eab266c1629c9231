package io.ipvm.wasm.component;

import io.ipvm.wasm.core.CoreType;
import java.util.List;

/// How values of one type cross: layout and flattening are worked out once, when the plan is made.
///
/// Source: `CanonicalABI.md`; the four operations are its `load`, `store`, `lift_flat` and
/// `lower_flat`. Callers of `load` and `store` have checked that `size` bytes at an aligned address
/// are inside the memory.
abstract sealed class Plan
    permits BytesPlan,
        ChoicePlan,
        FieldsPlan,
        FlagsPlan,
        HandlePlan,
        ListPlan,
        ScalarPlan,
        TextPlan {
  /// Parameters beyond this many core values go through memory.
  static final int MAX_FLAT_PARAMS = 16;

  /// Results beyond this many core values go through memory.
  static final int MAX_FLAT_RESULTS = 1;

  private final int size;
  private final int alignment;

  Plan(int size, int alignment) {
    this.size = size;
    this.alignment = alignment;
  }

  static Plan of(ValType type) {
    return switch (type) {
      case ValType.Prim.STRING -> new TextPlan();
      case ValType.Prim prim -> new ScalarPlan(prim);
      case ValType.ListOf(ValType.Prim element) when element == ValType.Prim.U8 -> new BytesPlan();
      case ValType.ListOf(var element) -> new ListPlan(of(element));
      case ValType.RecordOf(var fields) ->
          FieldsPlan.of(fields.stream().map(field -> of(field.type())).toList());
      case ValType.Tuple(var items) -> FieldsPlan.of(items.stream().map(Plan::of).toList());
      case ValType.Flags(var names) -> FlagsPlan.of(names.size());
      case ValType.Variant _, ValType.EnumOf _, ValType.OptionOf _, ValType.ResultOf _ ->
          ChoicePlan.of(Cases.of(type));
      case ValType.Own(var resource) -> new HandlePlan(resource, true);
      case ValType.Borrow(var resource) -> new HandlePlan(resource, false);
    };
  }

  /// Bytes in memory.
  final int size() {
    return size;
  }

  final int alignment() {
    return alignment;
  }

  /// The core values it becomes.
  abstract List<CoreType.Value> flat();

  abstract Value load(Transfer from, int at);

  abstract void store(Transfer to, Value value, int at);

  abstract Value lift(Transfer from, Flat in);

  abstract void lower(Transfer to, Value value, Flat out);

  static int align(int at, int alignment) {
    return (at + alignment - 1) & -alignment;
  }
}
