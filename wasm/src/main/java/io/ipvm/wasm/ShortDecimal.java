package io.ipvm.wasm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// A float by way of a short decimal, as Homestar's `rust_decimal` has it: 0.1f becomes 0.1, not
/// the exact 0.10000000149011612. It is not the shortest decimal that reads back as the same float
/// (`homestar.md` section 5).
final class ShortDecimal {
  private static final int MAX_SCALE = 28;
  private static final BigDecimal SMALLEST = BigDecimal.ONE.movePointLeft(MAX_SCALE);
  private static final BigInteger MAX_DIGITS = BigInteger.ONE.shiftLeft(24);
  private static final BigInteger TOO_LARGE = BigInteger.ONE.shiftLeft(96);

  private ShortDecimal() {}

  /// `value`, which is finite, as a double.
  static double of(float value) {
    var decimal = new BigDecimal(value);
    if (decimal.abs().toBigInteger().compareTo(TOO_LARGE) >= 0) {
      return value;
    }
    if (decimal.abs().compareTo(SMALLEST) < 0) {
      return 0.0;
    }
    if (decimal.scale() > MAX_SCALE) {
      decimal = decimal.setScale(MAX_SCALE, RoundingMode.HALF_UP);
    }
    while (decimal.scale() > 0 && decimal.unscaledValue().abs().compareTo(MAX_DIGITS) >= 0) {
      decimal = decimal.setScale(decimal.scale() - 1, RoundingMode.HALF_UP);
    }
    decimal = decimal.stripTrailingZeros();
    if (decimal.scale() <= 0) {
      return decimal.doubleValue();
    }
    // A division of two doubles, as there: beyond 10^22 it is not the nearest double.
    return decimal.unscaledValue().doubleValue()
        / BigInteger.TEN.pow(decimal.scale()).doubleValue();
  }
}
