package io.ipvm.keys;

/// Signatures as one library computes them.
///
/// Engines see only what [PublicKey] let through by the rules of `Ed25519`, `EcCurve` and `Rsa`:
/// keys in their one form, signatures of the right length with numbers in range, an algorithm that
/// fits the key. On such input all engines give the same answer: for Ed25519 that of the
/// cofactorless equation `encode([S]B - [k]A) = R` with `k` reduced. Implementations keep no state
/// that calls share but what they remember of public keys, so that any thread may use them.
interface SignatureEngine {
  String name();

  /// A 32-byte private key made ready for many signatures; it may keep the array.
  ///
  /// @param type one that [KeyType#signs]
  SecretKey secretKey(KeyType type, byte[] secret);

  boolean verifies(PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature);

  /// A private key in the form its engine signs fastest with. Signs deterministically.
  interface SecretKey {
    byte[] sign(byte[] message);
  }
}
