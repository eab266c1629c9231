package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// The JDK's Ed25519, ten times slower than the engines: for what is asked once per key, or never
/// by an honest caller. It needs no native and no other archive, so it is the quickest to start.
final class JdkCurve {
  private JdkCurve() {}

  /// The public key of a 32-byte seed. Neither engine does better: Conscrypt cannot tell the public
  /// half of a given seed, and BouncyCastle takes five times longer to load than this to answer.
  static byte[] publicKey(byte[] seed) {
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      // The private key is the very bytes that the generator draws.
      generator.initialize(NamedParameterSpec.ED25519, new Seeded(seed));
      return encode(((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint());
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no Ed25519", e);
    }
  }

  static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      var key = new EdECPublicKeySpec(NamedParameterSpec.ED25519, decode(publicKey));
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(key));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no Ed25519", e);
    }
  }

  private static byte[] encode(EdECPoint point) {
    var bigEndian = point.getY().toByteArray();
    var encoding = new byte[Ed25519.KEY_SIZE];
    for (int i = 0; i < Math.min(bigEndian.length, encoding.length); i++) {
      encoding[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (point.isXOdd()) {
      encoding[encoding.length - 1] |= (byte) 0x80;
    }
    return encoding;
  }

  private static EdECPoint decode(byte[] encoding) {
    return new EdECPoint(Ed25519.isXOdd(encoding), Ed25519.y(encoding));
  }

  /// Answers the generator's one question with the seed.
  private static final class Seeded extends SecureRandom {
    @Serial private static final long serialVersionUID = 1L;

    /// Read by the generator within one call on one thread.
    private final byte[] seed;

    Seeded(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException(
            "the JDK drew " + bytes.length + " bytes for an Ed25519 seed");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
