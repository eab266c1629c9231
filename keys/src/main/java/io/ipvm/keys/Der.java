package io.ipvm.keys;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;

/// Writes the few ASN.1 structures that keys and signatures have, in DER (X.690). What others wrote
/// is read by BouncyCastle, whose classes take long to load and are not needed for writing.
final class Der {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT_1 = 0xa1;

  /// `id-Ed25519` (RFC 8410), `id-ecPublicKey` (RFC 5480), `rsaEncryption` with its NULL (RFC
  /// 8017).
  private static final byte[] ED25519 = hex("06032b6570");

  private static final byte[] EC = hex("06072a8648ce3d0201");
  private static final byte[] RSA = hex("06092a864886f70d0101010500");

  private Der() {}

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /// `ECDSA-Sig-Value` (RFC 3279 2.2.3).
  static byte[] signature(BigInteger r, BigInteger s) {
    return tag(SEQUENCE, tag(INTEGER, r.toByteArray()), tag(INTEGER, s.toByteArray()));
  }

  /// `SubjectPublicKeyInfo` (RFC 5280) of a point of `curve` in any form.
  static byte[] publicKeyInfo(EcCurve curve, byte[] point) {
    return tag(SEQUENCE, tag(SEQUENCE, EC, hex(curve.oid())), bits(point));
  }

  /// `SubjectPublicKeyInfo` with points uncompressed, as most programs want them.
  static byte[] publicKeyInfo(PublicKey key) {
    return switch (key.type()) {
      case ED25519 -> tag(SEQUENCE, tag(SEQUENCE, ED25519), bits(key.raw().toArray()));
      case SECP256K1, P_256, P_384, P_521 ->
          publicKeyInfo(EcCurve.of(key.type()), Ecdsa.uncompressed(key).toArray());
      case RSA -> tag(SEQUENCE, tag(SEQUENCE, RSA), bits(key.raw().toArray()));
    };
  }

  /// `PrivateKeyInfo` (RFC 5208), the public key inside for curves of ECDSA only: OpenSSL 3.0 does
  /// not take it beside an Ed25519 key.
  static byte[] privateKeyInfo(KeyPair pair, byte[] secret) {
    var type = pair.publicKey().type();
    if (type == KeyType.ED25519) {
      return tag(
          SEQUENCE,
          tag(INTEGER, new byte[1]),
          tag(SEQUENCE, ED25519),
          tag(OCTET_STRING, tag(OCTET_STRING, secret)));
    }
    return tag(
        SEQUENCE,
        tag(INTEGER, new byte[1]),
        tag(SEQUENCE, EC, hex(EcCurve.of(type).oid())),
        tag(OCTET_STRING, ecPrivateKey(pair, secret, new byte[0])));
  }

  /// `ECPrivateKey` with its curve (SEC 1 C.4, RFC 5915).
  static byte[] ecPrivateKey(KeyPair pair, byte[] secret) {
    var curve = EcCurve.of(pair.publicKey().type());
    return ecPrivateKey(pair, secret, tag(CONTEXT_1 - 1, hex(curve.oid())));
  }

  private static byte[] ecPrivateKey(KeyPair pair, byte[] secret, byte[] parameters) {
    return tag(
        SEQUENCE,
        tag(INTEGER, new byte[] {1}),
        tag(OCTET_STRING, secret),
        parameters,
        tag(CONTEXT_1, bits(Ecdsa.uncompressed(pair.publicKey()).toArray())));
  }

  private static byte[] bits(byte[] content) {
    return tag(BIT_STRING, new byte[1], content);
  }

  private static byte[] tag(int tag, byte[]... parts) {
    int size = 0;
    for (var part : parts) {
      size += part.length;
    }
    var out = new ByteArrayOutputStream(size + 4);
    out.write(tag);
    if (size >= 0x100) {
      out.write(0x82);
      out.write(size >> 8);
    } else if (size >= 0x80) {
      out.write(0x81);
    }
    out.write(size);
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
