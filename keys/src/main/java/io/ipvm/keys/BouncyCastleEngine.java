package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// BouncyCastle's curves in plain Java: the engine for machines without a Conscrypt native.
///
/// For Ed25519 it multiplies the verification equation by a short factor before it compares, which
/// is faster and, for points of the prime-order subgroup, the same. A point outside that subgroup
/// could pass or fail by the factor's luck, so such points never get there: `R` would have to be a
/// multiple of the base point and is refused when it is none; a key of mixed order, which only
/// somebody who looks for trouble makes, is left to the JDK, which compares as the other engine
/// does.
///
/// RSA is raw exponentiation here, and what comes out is compared with the one encoding: the
/// library's own verifier also takes a digest without its parameters.
final class BouncyCastleEngine implements SignatureEngine {
  /// Keys found to be of prime order; the answer never changes, so any thread may add to it.
  private final RecentSet primeOrder = new RecentSet();

  @Override
  public String name() {
    return "bouncycastle";
  }

  @Override
  public SecretKey secretKey(KeyType type, byte[] secret) {
    return type == KeyType.ED25519 ? ed25519(secret) : Ecdsa.secretKey(EcCurve.of(type), secret);
  }

  private static SecretKey ed25519(byte[] seed) {
    var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return message -> {
      var signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  @Override
  public boolean verifies(
      PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    return switch (key.type()) {
      case ED25519 -> verifiesEd25519(key.raw(), message, signature);
      case SECP256K1, P_256, P_384, P_521 -> Ecdsa.verifies(key, algorithm, message, signature);
      case RSA -> verifiesRsa(Rsa.requirePublicKey(key.raw()), algorithm, message, signature);
    };
  }

  private boolean verifiesEd25519(Bytes raw, byte[] message, byte[] signature) {
    var key = raw.toArray();
    if (!primeOrder.holds(raw, _ -> Ed25519.validatePublicKeyFull(key, 0))) {
      return JdkCurve.verifies(key, message, signature);
    }
    return Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
  }

  private static boolean verifiesRsa(
      Rsa.Key key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    var engine = new RSAEngine();
    engine.init(false, new RSAKeyParameters(false, key.modulus(), key.exponent()));
    var opened = new BigInteger(1, engine.processBlock(signature, 0, signature.length));
    var encoded = new byte[key.size()];
    EcCurve.write(opened, encoded, encoded.length);
    var expected = Rsa.encodedMessage(algorithm, Digests.hash(algorithm, message), key.size());
    return Arrays.equals(expected, encoded);
  }
}
