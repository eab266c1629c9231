package io.ipvm.keys;

/// Ed25519 (RFC 8032, PureEdDSA) as one library computes it.
///
/// Engines see only what [Ed25519] let through: right lengths, a canonical point that is on the
/// curve and not of small order, a scalar below the group order. On such input all engines give the
/// same answer, that of the cofactorless equation `encode([S]B - [k]A) = R` with `k` reduced.
/// Implementations keep no state that calls share, so that any thread may use them.
interface CurveEngine {
  String name();

  /// A 32-byte seed made ready for many signatures; it may keep the array.
  SecretKey secretKey(byte[] seed);

  boolean verifies(byte[] publicKey, byte[] message, byte[] signature);

  /// A private key in the form its engine signs fastest with.
  interface SecretKey {
    byte[] sign(byte[] message);
  }
}
