package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;
import java.util.Optional;
import org.conscrypt.OpenSSLProvider;
import org.conscrypt.OpenSslEdDsaPrivateKey;
import org.conscrypt.OpenSslEdDsaPublicKey;
import org.jspecify.annotations.Nullable;

/// BoringSSL through Conscrypt: the fastest engine, where the native inside its jar loads.
///
/// The provider is used as an object and never registered: what other code asks of the JDK stays
/// with the JDK. BoringSSL has no secp256k1 and no deterministic ECDSA; both are BouncyCastle's
/// here too.
final class ConscryptEngine implements SignatureEngine {
  private static final String ED25519 = "Ed25519";

  private final Provider provider;

  /// Keys of ECDSA and RSA with their natives; those of Ed25519 are cheap to make.
  private final Recent<PublicKey, java.security.PublicKey> keys = new Recent<>();

  private ConscryptEngine(Provider provider) {
    this.provider = provider;
  }

  /// The engine, if there is a native for this machine and it could be unpacked and loaded.
  static Optional<SignatureEngine> find() {
    try {
      return Optional.of(new ConscryptEngine(new OpenSSLProvider()));
    } catch (LinkageError _) {
      // No native for this system, or a temporary folder from which nothing may be executed.
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "conscrypt";
  }

  @Override
  public SecretKey secretKey(KeyType type, byte[] secret) {
    return type == KeyType.ED25519
        ? new NativeKey(provider, new OpenSslEdDsaPrivateKey(secret))
        : Ecdsa.secretKey(EcCurve.of(type), secret);
  }

  @Override
  public boolean verifies(
      PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    return switch (key.type()) {
      case ED25519 ->
          verifies(ED25519, new OpenSslEdDsaPublicKey(key.raw().toArray()), message, signature);
      case SECP256K1 -> Ecdsa.verifies(key, algorithm, message, signature);
      case P_256, P_384, P_521 -> {
        var curve = EcCurve.of(key.type());
        yield verifies(
            name(algorithm, "ECDSA"),
            keys.get(key, this::ecKey),
            message,
            Der.signature(curve.r(signature), curve.s(signature)));
      }
      case RSA -> verifies(name(algorithm, "RSA"), keys.get(key, this::rsaKey), message, signature);
    };
  }

  private static String name(SignatureAlgorithm algorithm, String family) {
    return algorithm.hash().replace("-", "").toUpperCase(Locale.ROOT) + "with" + family;
  }

  private boolean verifies(
      String algorithm, java.security.@Nullable PublicKey key, byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(algorithm, provider);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "Conscrypt has no " + algorithm, e);
    }
  }

  private java.security.PublicKey ecKey(PublicKey key) {
    try {
      var spki = Der.publicKeyInfo(EcCurve.of(key.type()), key.raw().toArray());
      return KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "Conscrypt does not take " + key, e);
    }
  }

  private java.security.PublicKey rsaKey(PublicKey key) {
    var numbers = Rsa.requirePublicKey(key.raw());
    try {
      return KeyFactory.getInstance("RSA", provider)
          .generatePublic(new RSAPublicKeySpec(numbers.modulus(), numbers.exponent()));
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "Conscrypt does not take " + key, e);
    }
  }

  private record NativeKey(Provider provider, PrivateKey key) implements SecretKey {
    @Override
    public byte[] sign(byte[] message) {
      try {
        var signer = Signature.getInstance(ED25519, provider);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new IpvmException(ErrorCode.BUG, "Conscrypt did not sign", e);
      }
    }
  }
}
