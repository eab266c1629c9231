package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What an Ed25519 key and signature have to be before an engine sees them, so that no two engines
/// can disagree.
///
/// RFC 8032 leaves room: verifiers differ on points of small order, on encodings with `y >= p`, on
/// the sign bit of `x = 0`, on `S >= L` and on whether the cofactor counts. Where two nodes differ
/// on one signature, one believes a receipt that the other refuses. So all of that is refused here,
/// by arithmetic on public values; the engines are then asked for the cofactorless equation, on
/// which they agree. These are the rules that ed25519-dalek calls `verify_strict`.
final class Ed25519 {
  static final int SEED_SIZE = 32;
  static final int KEY_SIZE = 32;
  static final int SIGNATURE_SIZE = 64;

  /// The field: 2^255 - 19.
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /// The order of the base point.
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// The constant of the curve: -121665/121666.
  static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private static final BigInteger HALF_OF_ORDER = P.subtract(BigInteger.ONE).shiftRight(1);

  /// `y` of the points whose order divides 8, sign bit clear; each stands for both signs of `x`.
  private static final List<byte[]> SMALL_ORDER =
      List.of(
          y("0100000000000000000000000000000000000000000000000000000000000000"),
          y("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          y("0000000000000000000000000000000000000000000000000000000000000000"),
          y("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          y("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

  /// Keys found to be points of the curve.
  private static final RecentSet ON_CURVE = new RecentSet();

  private Ed25519() {}

  private static byte[] y(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /// Checks an encoded public key.
  ///
  /// @throws MalformedException that names the rule `key` breaks
  static void requirePublicKey(byte[] key) {
    if (key.length != KEY_SIZE) {
      throw new MalformedException(
          "an Ed25519 public key has " + key.length + " bytes, has to have " + KEY_SIZE);
    }
    if (!isCanonical(key)) {
      throw new MalformedException(
          "Ed25519 public key " + hex(key) + " is not canonical: y is not below 2^255-19");
    }
    if (isSmallOrder(key)) {
      throw new MalformedException(
          "Ed25519 public key " + hex(key) + " has small order: everybody could sign for it");
    }
    if (!ON_CURVE.holds(Bytes.of(key), point -> isOnCurve(point.toArray()))) {
      throw new MalformedException("Ed25519 public key " + hex(key) + " is no point of the curve");
    }
  }

  /// Whether `signature` could be one at all; `S` is below the group order and `R` a canonical
  /// encoding of no small-order point.
  static boolean isSignature(byte[] signature) {
    if (signature.length != SIGNATURE_SIZE) {
      return false;
    }
    var r = Arrays.copyOf(signature, KEY_SIZE);
    var s = littleEndian(Arrays.copyOfRange(signature, KEY_SIZE, SIGNATURE_SIZE));
    return s.compareTo(L) < 0 && isCanonical(r) && !isSmallOrder(r);
  }

  static boolean isCanonical(byte[] point) {
    return y(point).compareTo(P) < 0;
  }

  static boolean isSmallOrder(byte[] point) {
    var unsigned = withoutSign(point);
    return SMALL_ORDER.stream().anyMatch(small -> Arrays.equals(small, unsigned));
  }

  /// Whether some `x` solves `-x^2 + y^2 = 1 + d x^2 y^2`, that is, whether `(y^2 - 1) / (d y^2 +
  /// 1)` is a square.
  static boolean isOnCurve(byte[] point) {
    var y2 = y(point).pow(2).mod(P);
    var u = y2.subtract(BigInteger.ONE);
    var v = D.multiply(y2).add(BigInteger.ONE);
    // u/v is a square exactly if u*v is, and Euler's criterion tells squares by a power.
    var power = u.multiply(v).mod(P).modPow(HALF_OF_ORDER, P);
    return power.signum() == 0 || power.equals(BigInteger.ONE);
  }

  static BigInteger y(byte[] point) {
    return littleEndian(withoutSign(point));
  }

  static boolean isXOdd(byte[] point) {
    return point[KEY_SIZE - 1] < 0;
  }

  private static byte[] withoutSign(byte[] point) {
    var copy = point.clone();
    copy[KEY_SIZE - 1] &= 0x7f;
    return copy;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    var bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
