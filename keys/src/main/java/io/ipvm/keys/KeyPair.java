package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import java.util.random.RandomGenerator;

/// An Ed25519 key pair in memory. Its text never shows the secret.
public final class KeyPair implements Signer {
  private final PublicKey publicKey;

  private KeyPair(PublicKey publicKey) {
    this.publicKey = publicKey;
  }

  public static KeyPair generate(RandomGenerator random) {
    throw new UnsupportedOperationException(random.toString());
  }

  /// The pair of a 32-byte seed (RFC 8032, private key).
  public static KeyPair ofSeed(Bytes seed) {
    throw new UnsupportedOperationException("seed of " + seed.size());
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    throw new UnsupportedOperationException(message.toString());
  }
}
