package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Ed25519 written down from RFC 8032 5.1 with big integers: slow, open, and able to make what an
/// honest signer never makes. The engines are compared with it.
final class CurveByDefinition {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D = fraction(-121665, 121666);
  private static final BigInteger SQRT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE);
  static final Point BASE = point(fraction(4, 5), false);

  /// A point of order 8; its multiples are all points of small order.
  static final Point ORDER_8 =
      decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");

  private CurveByDefinition() {}

  record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      var both = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      var newX = x.multiply(other.y).add(y.multiply(other.x));
      var newY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          newX.multiply(BigInteger.ONE.add(both).modInverse(P)).mod(P),
          newY.multiply(BigInteger.ONE.subtract(both).modInverse(P)).mod(P));
    }

    Point minus(Point other) {
      return plus(new Point(other.x.negate().mod(P), other.y));
    }

    Point times(BigInteger factor) {
      var sum = IDENTITY;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        if (factor.testBit(bit)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    /// Whether `-x^2 + y^2 = 1 + d x^2 y^2`.
    boolean isOnCurve() {
      var x2 = x.multiply(x);
      var y2 = y.multiply(y);
      var right = BigInteger.ONE.add(D.multiply(x2).multiply(y2));
      return y2.subtract(x2).subtract(right).mod(P).signum() == 0;
    }

    byte[] encode() {
      var bytes = littleEndian(y);
      bytes[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
      return bytes;
    }
  }

  /// A signer that may add a point of small order to its key and to `R`.
  record Forger(BigInteger secret, Bytes key) {
    static Forger of(BigInteger secret, Point torsion) {
      return new Forger(secret, Bytes.owned(BASE.times(secret).plus(torsion).encode()));
    }

    byte[] publicKey() {
      return key.toArray();
    }

    /// `S = r + k * secret`, so that `[S]B - [k]A` is `[r]B` less `k` times the torsion of the key.
    byte[] sign(BigInteger nonce, Point torsion, byte[] message) {
      var r = BASE.times(nonce).plus(torsion).encode();
      var k = challenge(r, publicKey(), message);
      return join(r, littleEndian(nonce.add(k.multiply(secret)).mod(L)));
    }
  }

  /// The cofactorless equation, `R` compared as bytes.
  static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    var r = Arrays.copyOf(signature, 32);
    var s = scalarOf(signature);
    var k = challenge(r, publicKey, message);
    return Arrays.equals(BASE.times(s).minus(decode(publicKey).times(k)).encode(), r);
  }

  static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      digest.update(r);
      digest.update(publicKey);
      return number(digest.digest(message)).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static BigInteger scalarOf(byte[] signature) {
    return number(Arrays.copyOfRange(signature, 32, 64));
  }

  static List<Point> smallOrder() {
    var points = new Point[8];
    for (int i = 0; i < points.length; i++) {
      points[i] = ORDER_8.times(BigInteger.valueOf(i));
    }
    return List.of(points);
  }

  static byte[] littleEndian(BigInteger number) {
    var bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static byte[] join(byte[] head, byte[] tail) {
    var joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }

  private static Point decode(String hex) {
    return decode(HexFormat.of().parseHex(hex));
  }

  static Point decode(byte[] encoding) {
    return point(number(encoding).clearBit(255), encoding[31] < 0);
  }

  private static Point point(BigInteger y, boolean odd) {
    var y2 = y.multiply(y);
    var x2 = y2.subtract(BigInteger.ONE).multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P));
    var x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).subtract(x2).mod(P).equals(BigInteger.ZERO)) {
      x = x.multiply(SQRT_OF_MINUS_ONE).mod(P);
    }
    return new Point(x.testBit(0) == odd ? x : x.negate().mod(P), y);
  }

  private static BigInteger number(byte[] littleEndian) {
    var number = BigInteger.ZERO;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      number = number.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
    }
    return number;
  }

  private static BigInteger fraction(long numerator, long denominator) {
    return BigInteger.valueOf(numerator)
        .multiply(BigInteger.valueOf(denominator).modInverse(P))
        .mod(P);
  }
}
