package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;

/// The curves of ECDSA, and what a key and a signature have to be before an engine sees them, so
/// that no two engines can disagree.
///
/// A key is a compressed point (SEC 1 2.3.3): `02` or `03` for the parity of `y`, then `x`, which
/// has to be below the field's prime and to belong to a point. The point at infinity has no such
/// form, and all these curves have prime order, so there is no small subgroup to refuse. A
/// signature is `r` and `s`, one after the other, each of the size of the group order and from 1 to
/// below it. Both `s` and its negative verify; what is signed here has the smaller one.
///
/// Constants: SEC 2 version 2.0, 2.4.1 and 2.4.2, 2.5.1, 2.6.1; FIPS 186-4 D.1.2.
enum EcCurve {
  SECP256K1(
      "secp256k1",
      "06052b8104000a",
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
      0,
      "07",
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
  P_256(
      "secp256r1",
      "06082a8648ce3d030107",
      "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
      -3,
      "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  P_384(
      "secp384r1",
      "06052b81040022",
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
          + "ffffffff0000000000000000ffffffff",
      -3,
      "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
          + "c656398d8a2ed19d2a85c8edd3ec2aef",
      "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
          + "581a0db248b0a77aecec196accc52973"),
  P_521(
      "secp521r1",
      "06052b81040023",
      "01ff" + "ffffffffffffffff".repeat(8),
      -3,
      "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109"
          + "e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
      "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
          + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");

  /// Keys found to be points of their curves.
  private static final Recent<Candidate, Boolean> ON_CURVE = new Recent<>();

  private static final int EVEN = 2;
  private static final int ODD = 3;

  private final String secName;
  private final String oid;

  /// The prime of the field.
  final BigInteger p;

  private final BigInteger a;
  private final BigInteger b;

  /// The order of the group, a prime.
  final BigInteger n;

  EcCurve(String secName, String oid, String p, int a, String b, String n) {
    this.secName = secName;
    this.oid = oid;
    this.p = new BigInteger(p, 16);
    this.a = BigInteger.valueOf(a);
    this.b = new BigInteger(b, 16);
    this.n = new BigInteger(n, 16);
  }

  /// What is checked once.
  private record Candidate(EcCurve curve, Bytes key) {}

  /// The curve of keys of `type`, which is a type of ECDSA.
  static EcCurve of(KeyType type) {
    return switch (type) {
      case SECP256K1 -> SECP256K1;
      case P_256 -> P_256;
      case P_384 -> P_384;
      case P_521 -> P_521;
      case ED25519, RSA -> throw new IllegalArgumentException(type.title() + " is not ECDSA");
    };
  }

  KeyType keyType() {
    return switch (this) {
      case SECP256K1 -> KeyType.SECP256K1;
      case P_256 -> KeyType.P_256;
      case P_384 -> KeyType.P_384;
      case P_521 -> KeyType.P_521;
    };
  }

  /// The name that SEC 2 gives it, which libraries know it by.
  String secName() {
    return secName;
  }

  /// Its object identifier, DER in hex.
  String oid() {
    return oid;
  }

  /// Bytes of a coordinate, and of each half of a signature.
  int size() {
    return (n.bitLength() + 7) / 8;
  }

  /// Checks a compressed public key.
  ///
  /// @throws MalformedException that names the rule `key` breaks
  void requirePublicKey(Bytes key) {
    if (key.size() != size() + 1) {
      throw new MalformedException(
          "a "
              + keyType().title()
              + " public key has "
              + key.size()
              + " bytes, has to have "
              + (size() + 1)
              + " (a compressed point)");
    }
    if (key.at(0) != EVEN && key.at(0) != ODD) {
      throw new MalformedException(
          title(key) + " begins with 0x" + Integer.toHexString(key.at(0)) + ", has to with 2 or 3");
    }
    if (x(key).compareTo(p) >= 0) {
      throw new MalformedException(title(key) + " is not canonical: x is not below the prime");
    }
    var candidate = new Candidate(this, key);
    if (ON_CURVE.get(candidate, _ -> isOnCurve(key) ? true : null) == null) {
      throw new MalformedException(title(key) + " is no point of the curve");
    }
  }

  private String title(Bytes key) {
    return keyType().title() + " public key " + key.hex();
  }

  private static BigInteger x(Bytes key) {
    return new BigInteger(1, key.slice(1).toArray());
  }

  /// Whether some `y` solves `y^2 = x^3 + a x + b`, by Euler's criterion. None is 0: that would be
  /// a point of order 2.
  private boolean isOnCurve(Bytes key) {
    var x = x(key);
    var y2 = x.multiply(x).add(a).multiply(x).add(b).mod(p);
    return y2.modPow(p.subtract(BigInteger.ONE).shiftRight(1), p).equals(BigInteger.ONE);
  }

  /// Whether `signature` could be one at all.
  boolean isSignature(byte[] signature) {
    return signature.length == 2 * size() && isScalar(r(signature)) && isScalar(s(signature));
  }

  /// Whether `scalar` is a private key, or half of a signature.
  boolean isScalar(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(n) < 0;
  }

  BigInteger r(byte[] signature) {
    return new BigInteger(1, Arrays.copyOf(signature, size()));
  }

  BigInteger s(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, size(), 2 * size()));
  }

  /// `r` and `s`, one after the other.
  byte[] signature(BigInteger r, BigInteger s) {
    var signature = new byte[2 * size()];
    write(r, signature, size());
    write(s, signature, 2 * size());
    return signature;
  }

  /// The smaller of the two `s` that verify.
  BigInteger low(BigInteger s) {
    return s.shiftLeft(1).compareTo(n) > 0 ? n.subtract(s) : s;
  }

  /// Writes a number, big-endian, so that it ends at `end`.
  static void write(BigInteger number, byte[] target, int end) {
    var bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    int size = bytes.length - from;
    System.arraycopy(bytes, from, target, end - size, size);
  }
}
