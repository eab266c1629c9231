package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A key pair in memory, of a type that signs. Its text never shows the secret.
///
/// Any thread may sign. The signature engine is loaded by the first signature, not by the pair:
/// most commands only need to know whom the key belongs to.
public final class KeyPair implements Signer {
  /// Bytes of a private key, the same for all types that sign.
  static final int SECRET_SIZE = 32;

  private final byte[] secret;
  private final PublicKey publicKey;

  /// Made by the first signature, then read by all threads; two threads may both make it.
  private volatile SignatureEngine.@Nullable SecretKey secretKey;

  private KeyPair(byte[] secret, PublicKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /// A new Ed25519 pair. Only a cryptographic generator such as [java.security.SecureRandom] makes
  /// keys worth having; others are for tests.
  public static KeyPair generate(RandomGenerator random) {
    return generate(KeyType.ED25519, random);
  }

  /// A new pair.
  ///
  /// @throws IpvmException `CALLER_ERROR` if keys of `type` only verify
  public static KeyPair generate(KeyType type, RandomGenerator random) {
    requireSigning(type);
    var secret = new byte[SECRET_SIZE];
    do {
      random.nextBytes(secret);
    } while (!isSecret(type, secret));
    return derive(type, secret);
  }

  /// The Ed25519 pair of a 32-byte seed (RFC 8032, private key).
  ///
  /// @throws MalformedException if `seed` has another size
  public static KeyPair ofSeed(Bytes seed) {
    return ofSecret(KeyType.ED25519, seed);
  }

  /// The pair of a private key: the seed of Ed25519 (RFC 8032), the scalar of a curve of ECDSA,
  /// big-endian (SEC 1 2.3.7); 32 bytes each.
  ///
  /// @throws MalformedException if `secret` has another size or is no scalar of the curve
  /// @throws IpvmException `CALLER_ERROR` if keys of `type` only verify
  public static KeyPair ofSecret(KeyType type, Bytes secret) {
    requireSigning(type);
    return derive(type, requireSecret(type, secret.toArray()));
  }

  private static void requireSigning(KeyType type) {
    if (!type.signs()) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "keys of type " + type.title() + " only verify; Ed25519, secp256k1 and P-256 sign");
    }
  }

  private static byte[] requireSecret(KeyType type, byte[] secret) {
    if (secret.length != SECRET_SIZE) {
      throw new MalformedException(
          "the private key of "
              + type.title()
              + " has "
              + secret.length
              + " bytes, has to have "
              + SECRET_SIZE);
    }
    if (!isSecret(type, secret)) {
      throw new MalformedException(
          "the private key of " + type.title() + " is 0 or not below the order of the curve");
    }
    return secret;
  }

  private static boolean isSecret(KeyType type, byte[] secret) {
    return type == KeyType.ED25519 || EcCurve.of(type).isScalar(new BigInteger(1, secret));
  }

  private static KeyPair derive(KeyType type, byte[] secret) {
    var raw =
        type == KeyType.ED25519
            ? JdkCurve.publicKey(secret)
            : Ecdsa.publicKey(EcCurve.of(type), secret);
    return new KeyPair(secret, new PublicKey(type, Bytes.owned(raw)));
  }

  /// What computes signatures in this process: `conscrypt`, or `bouncycastle` where there is no
  /// native for the machine. Loads it.
  public static String engine() {
    return Engines.selected().name();
  }

  /// A pair that was stored together; that it is one is checked by the first signature.
  static KeyPair ofStored(KeyType type, byte[] secret, @Nullable PublicKey stored) {
    requireSecret(type, secret);
    if (stored == null) {
      return derive(type, secret);
    }
    if (stored.type() != type) {
      throw new MalformedException(
          "its private key is of type "
              + type.title()
              + ", its public one "
              + stored.type().title());
    }
    return new KeyPair(secret, stored);
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    var key = secretKey;
    if (key == null) {
      key = Engines.selected().secretKey(publicKey.type(), secret);
      requireSame(key);
      secretKey = key;
    }
    return Bytes.owned(key.sign(message.toArray()));
  }

  private void requireSame(SignatureEngine.SecretKey key) {
    var message = Bytes.utf8("is this one pair?");
    if (!publicKey.verifies(message, Bytes.owned(key.sign(message.toArray())))) {
      throw new IpvmException(
          ErrorCode.CORRUPT,
          "the private key stored for " + did() + " belongs to another public key");
    }
  }

  /// A copy for who stores it; whoever takes it wipes it.
  byte[] secret() {
    return secret.clone();
  }

  /// Whom it belongs to.
  @Override
  public String toString() {
    return "key pair of " + publicKey;
  }
}
