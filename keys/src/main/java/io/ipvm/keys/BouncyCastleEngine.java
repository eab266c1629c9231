package io.ipvm.keys;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// BouncyCastle's curve in plain Java: the engine for machines without a Conscrypt native.
///
/// It multiplies the verification equation by a short factor before it compares, which is faster
/// and, for points of the prime-order subgroup, the same. A point outside that subgroup could pass
/// or fail by the factor's luck, so such points never get there: `R` would have to be a multiple of
/// the base point and is refused when it is none; a key of mixed order, which only somebody who
/// looks for trouble makes, is left to the JDK, which compares as the other engine does.
final class BouncyCastleEngine implements CurveEngine {
  /// Keys found to be of prime order; the answer never changes, so any thread may add to it.
  private final RecentSet primeOrder = new RecentSet();

  @Override
  public String name() {
    return "bouncycastle";
  }

  @Override
  public SecretKey secretKey(byte[] seed) {
    var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return message -> {
      var signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  @Override
  public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    if (!primeOrder.holds(publicKey, key -> Ed25519.validatePublicKeyFull(key, 0))) {
      return JdkCurve.verifies(publicKey, message, signature);
    }
    return Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
