package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An Ed25519 key pair in memory. Its text never shows the secret.
///
/// Any thread may sign. The curve engine is loaded by the first signature, not by the pair: most
/// commands only need to know whom the key belongs to.
public final class KeyPair implements Signer {
  private final byte[] seed;
  private final PublicKey publicKey;

  /// Made by the first signature, then read by all threads; two threads may both make it.
  private volatile CurveEngine.@Nullable SecretKey secretKey;

  private KeyPair(byte[] seed, PublicKey publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  /// A new pair. Only a cryptographic generator such as [java.security.SecureRandom] makes keys
  /// worth having; others are for tests.
  public static KeyPair generate(RandomGenerator random) {
    var seed = new byte[Ed25519.SEED_SIZE];
    random.nextBytes(seed);
    return derive(seed);
  }

  /// The pair of a 32-byte seed (RFC 8032, private key).
  ///
  /// @throws MalformedException if `seed` has another size
  public static KeyPair ofSeed(Bytes seed) {
    if (seed.size() != Ed25519.SEED_SIZE) {
      throw new MalformedException(
          "an Ed25519 seed has " + seed.size() + " bytes, has to have " + Ed25519.SEED_SIZE);
    }
    return derive(seed.toArray());
  }

  private static KeyPair derive(byte[] seed) {
    var raw = Bytes.owned(JdkCurve.publicKey(seed));
    return new KeyPair(seed, new PublicKey(KeyType.ED25519, raw));
  }

  /// What computes signatures in this process: `conscrypt`, or `bouncycastle` where there is no
  /// native for the machine. Loads it.
  public static String engine() {
    return Engines.selected().name();
  }

  /// A pair that was stored together; that it is one is checked by the first signature.
  static KeyPair ofStored(byte[] seed, @Nullable PublicKey stored) {
    return stored == null ? derive(seed) : new KeyPair(seed, stored);
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    var key = secretKey;
    if (key == null) {
      key = Engines.selected().secretKey(seed);
      requireSame(key);
      secretKey = key;
    }
    return Bytes.owned(key.sign(message.toArray()));
  }

  private void requireSame(CurveEngine.SecretKey key) {
    var message = Bytes.utf8("is this one pair?");
    if (!publicKey.verifies(message, Bytes.owned(key.sign(message.toArray())))) {
      throw new IpvmException(
          ErrorCode.CORRUPT,
          "the private key stored for " + did() + " belongs to another public key");
    }
  }

  /// A copy for the key file; whoever takes it wipes it.
  byte[] seed() {
    return seed.clone();
  }

  /// Whom it belongs to.
  @Override
  public String toString() {
    return "key pair of " + publicKey;
  }
}
