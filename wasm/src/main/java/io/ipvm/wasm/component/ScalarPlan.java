package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Value.Whole;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.util.List;

/// Numbers, bool and char. NaNs become the canonical one in both directions, as the deterministic
/// profile of the canonical ABI says.
final class ScalarPlan extends Plan {
  private static final int CANONICAL_NAN_32 = 0x7fc00000;
  private static final long CANONICAL_NAN_64 = 0x7ff8000000000000L;

  private final ValType.Prim type;

  ScalarPlan(ValType.Prim type) {
    int size =
        switch (type) {
          case BOOL, S8, U8 -> 1;
          case S16, U16 -> 2;
          case S32, U32, F32, CHAR -> 4;
          case S64, U64, F64 -> 8;
          case STRING -> throw new IllegalArgumentException("string is no scalar");
        };
    super(size, size);
    this.type = type;
  }

  @Override
  List<CoreType.Value> flat() {
    return List.of(
        switch (type) {
          case S64, U64 -> CoreType.Value.I64;
          case F32 -> CoreType.Value.F32;
          case F64 -> CoreType.Value.F64;
          case BOOL, S8, U8, S16, U16, S32, U32, CHAR, STRING -> CoreType.Value.I32;
        });
  }

  @Override
  Value load(Transfer from, int at) {
    var memory = from.memory();
    return value(
        switch (size()) {
          case 1 -> memory.load8(at);
          case 2 -> memory.load16(at);
          case 4 -> memory.load32(at);
          default -> memory.load64(at);
        });
  }

  @Override
  Value lift(Transfer from, Flat in) {
    return value(in.next());
  }

  private Value value(long bits) {
    return switch (type) {
      case BOOL -> new Value.Bool((int) bits != 0);
      case S8 -> new Whole((byte) bits);
      case U8 -> new Whole(bits & 0xff);
      case S16 -> new Whole((short) bits);
      case U16 -> new Whole(bits & 0xffff);
      case S32 -> new Whole((int) bits);
      case U32 -> new Whole(bits & 0xffffffffL);
      case S64, U64 -> new Whole(bits);
      case F32 -> new Value.Single(canonical(Float.intBitsToFloat((int) bits)));
      case F64 -> new Value.Real(canonical(Double.longBitsToDouble(bits)));
      case CHAR -> new Value.Char(scalarValue((int) bits));
      case STRING -> throw new IllegalStateException("string is no scalar");
    };
  }

  @Override
  void store(Transfer to, Value value, int at) {
    long bits = bits(value);
    var memory = to.memory();
    switch (size()) {
      case 1 -> memory.store8(at, (byte) bits);
      case 2 -> memory.store16(at, (short) bits);
      case 4 -> memory.store32(at, (int) bits);
      default -> memory.store64(at, bits);
    }
  }

  @Override
  void lower(Transfer to, Value value, Flat out) {
    long bits = bits(value);
    if (size() == 8) {
      out.put(bits);
    } else {
      out.putInt((int) bits);
    }
  }

  private static long bits(Value value) {
    return switch (value) {
      case Value.Bool(var bool) -> bool ? 1 : 0;
      case Whole(var bits) -> bits;
      case Value.Single(var single) -> Float.floatToRawIntBits(canonical(single));
      case Value.Real(var real) -> Double.doubleToRawLongBits(canonical(real));
      case Value.Char(var codePoint) -> codePoint;
      case Value.Text _,
          Value.Octets _,
          Value.Sequence _,
          Value.Fields _,
          Value.Choice _,
          Value.FlagSet _,
          Value.Handle _ ->
          throw new IllegalArgumentException(value + " is no scalar");
    };
  }

  private static float canonical(float value) {
    return Float.isNaN(value) ? Float.intBitsToFloat(CANONICAL_NAN_32) : value;
  }

  private static double canonical(double value) {
    return Double.isNaN(value) ? Double.longBitsToDouble(CANONICAL_NAN_64) : value;
  }

  private static int scalarValue(int code) {
    if (code < 0 || code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
      throw TrapException.abi("converted integer to char: " + Abi.unsigned(code) + " is none");
    }
    return code;
  }
}
