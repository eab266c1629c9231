package io.ipvm.ucan;

import io.ipvm.ipld.Node;
import java.math.BigDecimal;

/// Integers and floats compared by value, without loss: 2^53+1 is larger than the float 2^53
/// (section 3.1 of the rules).
final class Numbers {
  /// From here on no float has a fraction, and below it every one fits a `long`.
  private static final double TWO_TO_63 = 0x1p63;

  private Numbers() {}

  static boolean isNumber(Node node) {
    return node instanceof Node.IntNode
        || node instanceof Node.FloatNode
        || node instanceof Node.BigIntNode;
  }

  /// Negative, zero or positive as `left` is less than, the same as or more than `right`. Both are
  /// numbers.
  static int compare(Node left, Node right) {
    if (left instanceof Node.IntNode(long a)) {
      if (right instanceof Node.IntNode(long b)) {
        return Long.compare(a, b);
      }
      if (right instanceof Node.FloatNode(double b)) {
        return compare(a, b);
      }
    } else if (left instanceof Node.FloatNode(double a)) {
      if (right instanceof Node.FloatNode(double b)) {
        // Not Double.compare, for which -0.0 is less than 0.0.
        return a < b ? -1 : a > b ? 1 : 0;
      }
      if (right instanceof Node.IntNode(long b)) {
        return -compare(b, a);
      }
    }
    return exact(left).compareTo(exact(right));
  }

  private static int compare(long a, double b) {
    if (b >= TWO_TO_63) {
      return -1;
    }
    if (b < -TWO_TO_63) {
      return 1;
    }
    long whole = (long) b;
    return a != whole ? Long.compare(a, whole) : Double.compare((double) whole, b + 0.0);
  }

  private static BigDecimal exact(Node number) {
    return switch (number) {
      case Node.IntNode(long value) -> BigDecimal.valueOf(value);
      case Node.BigIntNode(var value) -> new BigDecimal(value);
      case Node.FloatNode(double value) -> new BigDecimal(value);
      default -> throw new IllegalArgumentException(Node.kind(number) + " is no number");
    };
  }
}
