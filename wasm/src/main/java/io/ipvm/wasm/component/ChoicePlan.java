package io.ipvm.wasm.component;

import static java.util.Objects.requireNonNull;

import io.ipvm.wasm.component.ValType.Case;
import io.ipvm.wasm.component.Value.Choice;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variants and what is short for one: a discriminant, then room for the largest payload.
///
/// Flat, all payloads share slots; where their core types differ the slot is wide enough for each
/// (`join`), and since [Flat] keeps plain bits nothing has to be converted.
final class ChoicePlan extends Plan {
  private final @Nullable Plan[] payloads;
  private final int discriminantSize;
  private final int payloadOffset;
  private final List<CoreType.Value> flat;

  private ChoicePlan(
      @Nullable Plan[] payloads, int discriminantSize, int payloadOffset, int size, int alignment) {
    super(size, alignment);
    this.payloads = payloads;
    this.discriminantSize = discriminantSize;
    this.payloadOffset = payloadOffset;
    this.flat = flat(payloads);
  }

  static ChoicePlan of(List<Case> cases) {
    int count = cases.size();
    int discriminant = count <= 1 << 8 ? 1 : count <= 1 << 16 ? 2 : 4;
    @Nullable Plan[] payloads = new Plan[count];
    int alignment = 1;
    int size = 0;
    for (int i = 0; i < count; i++) {
      var payload = cases.get(i).payload().map(Plan::of).orElse(null);
      payloads[i] = payload;
      if (payload != null) {
        alignment = Math.max(alignment, payload.alignment());
        size = Math.max(size, payload.size());
      }
    }
    int offset = align(discriminant, alignment);
    alignment = Math.max(alignment, discriminant);
    return new ChoicePlan(
        payloads, discriminant, offset, align(offset + size, alignment), alignment);
  }

  private static List<CoreType.Value> flat(@Nullable Plan[] payloads) {
    var flat = new ArrayList<CoreType.Value>();
    flat.add(CoreType.Value.I32);
    for (var payload : payloads) {
      if (payload != null) {
        int slot = 1;
        for (var value : payload.flat()) {
          if (slot == flat.size()) {
            flat.add(value);
          } else {
            flat.set(slot, join(flat.get(slot), value));
          }
          slot++;
        }
      }
    }
    return List.copyOf(flat);
  }

  private static CoreType.Value join(CoreType.Value a, CoreType.Value b) {
    if (a.equals(b)) {
      return a;
    }
    return narrow(a) && narrow(b) ? CoreType.Value.I32 : CoreType.Value.I64;
  }

  private static boolean narrow(CoreType.Value value) {
    return value.equals(CoreType.Value.I32) || value.equals(CoreType.Value.F32);
  }

  @Override
  List<CoreType.Value> flat() {
    return flat;
  }

  private int checked(int index) {
    if (index < 0 || index >= payloads.length) {
      throw TrapException.abi(
          "invalid variant discriminant " + Abi.unsigned(index) + " of " + payloads.length);
    }
    return index;
  }

  @Override
  Value load(Transfer from, int at) {
    from.countValues(1);
    var memory = from.memory();
    int index =
        checked(
            switch (discriminantSize) {
              case 1 -> memory.load8(at) & 0xff;
              case 2 -> memory.load16(at) & 0xffff;
              default -> memory.load32(at);
            });
    var payload = payloads[index];
    return new Choice(index, payload == null ? null : payload.load(from, at + payloadOffset));
  }

  @Override
  void store(Transfer to, Value value, int at) {
    var choice = (Choice) value;
    var memory = to.memory();
    switch (discriminantSize) {
      case 1 -> memory.store8(at, (byte) choice.index());
      case 2 -> memory.store16(at, (short) choice.index());
      default -> memory.store32(at, choice.index());
    }
    var payload = payloads[choice.index()];
    if (payload != null) {
      payload.store(to, requireNonNull(choice.payload()), at + payloadOffset);
    }
  }

  @Override
  Value lift(Transfer from, Flat in) {
    int end = in.at + flat.size();
    int index = checked(in.nextInt());
    var payload = payloads[index];
    var value = new Choice(index, payload == null ? null : payload.lift(from, in));
    in.at = end;
    return value;
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    int end = out.at + flat.size();
    var choice = (Choice) value;
    out.putInt(choice.index());
    var payload = payloads[choice.index()];
    if (payload != null) {
      payload.lower(to, requireNonNull(choice.payload()), out);
    }
    out.at = end;
  }
}
