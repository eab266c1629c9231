package io.ipvm.keys;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/// The JDK as a third opinion. It has no secp256k1.
final class JdkEngine implements SignatureEngine {
  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public SecretKey secretKey(KeyType type, byte[] secret) {
    if (type != KeyType.ED25519) {
      throw new AssertionError("the JDK signs " + type.title() + " with a random nonce");
    }
    return message -> {
      try {
        var key = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret);
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(key));
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    };
  }

  @Override
  public boolean verifies(
      PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    try {
      return switch (key.type()) {
        case ED25519 -> JdkCurve.verifies(key.raw().toArray(), message, signature);
        case P_256, P_384, P_521 -> {
          var verifier = Signature.getInstance(name(algorithm) + "withECDSAinP1363Format");
          verifier.initVerify(ecKey(key));
          verifier.update(message);
          yield verifier.verify(signature);
        }
        case RSA -> {
          var numbers = Rsa.requirePublicKey(key.raw());
          var spec = new RSAPublicKeySpec(numbers.modulus(), numbers.exponent());
          var verifier = Signature.getInstance(name(algorithm) + "withRSA");
          verifier.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
          verifier.update(message);
          yield verifier.verify(signature);
        }
        case SECP256K1 -> throw new AssertionError("the JDK has no secp256k1");
      };
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(SignatureAlgorithm algorithm) {
    return algorithm.hash().replace("-", "");
  }

  private static java.security.PublicKey ecKey(PublicKey key) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(EcCurve.of(key.type()).secName()));
    var point = Ecdsa.uncompressed(key);
    int middle = 1 + point.size() / 2;
    var w =
        new ECPoint(
            new BigInteger(1, point.slice(1, middle).toArray()),
            new BigInteger(1, point.slice(middle).toArray()));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(w, parameters.getParameterSpec(ECParameterSpec.class)));
  }
}
