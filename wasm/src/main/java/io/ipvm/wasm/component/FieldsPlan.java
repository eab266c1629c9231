package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Fields;
import io.ipvm.wasm.core.CoreType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Records and tuples: field after field, each at its alignment.
final class FieldsPlan extends Plan {
  private final Plan[] plans;
  private final int[] offsets;

  private FieldsPlan(Plan[] plans, int[] offsets, int size, int alignment) {
    super(size, alignment);
    this.plans = plans;
    this.offsets = offsets;
  }

  static FieldsPlan of(List<Plan> fields) {
    var plans = fields.toArray(Plan[]::new);
    var offsets = new int[plans.length];
    int end = 0;
    int alignment = 1;
    for (int i = 0; i < plans.length; i++) {
      offsets[i] = align(end, plans[i].alignment());
      end = offsets[i] + plans[i].size();
      alignment = Math.max(alignment, plans[i].alignment());
    }
    return new FieldsPlan(plans, offsets, align(end, alignment), alignment);
  }

  @Override
  List<CoreType.Value> flat() {
    var flat = new ArrayList<CoreType.Value>();
    for (var plan : plans) {
      flat.addAll(plan.flat());
    }
    return flat;
  }

  @Override
  Value load(Transfer from, int at) {
    from.countValues(plans.length);
    var values = new Value[plans.length];
    for (int i = 0; i < plans.length; i++) {
      values[i] = plans[i].load(from, at + offsets[i]);
    }
    return new Fields(Arrays.asList(values));
  }

  @Override
  void store(Transfer to, Value value, int at) {
    var values = ((Fields) value).values();
    for (int i = 0; i < plans.length; i++) {
      plans[i].store(to, values.get(i), at + offsets[i]);
    }
  }

  @Override
  Value lift(Transfer from, Flat in) {
    var values = new Value[plans.length];
    for (int i = 0; i < plans.length; i++) {
      values[i] = plans[i].lift(from, in);
    }
    return new Fields(Arrays.asList(values));
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    var values = ((Fields) value).values();
    for (int i = 0; i < plans.length; i++) {
      plans[i].lower(to, values.get(i), out);
    }
  }
}
