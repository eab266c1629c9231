package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import org.conscrypt.OpenSSLProvider;
import org.conscrypt.OpenSslEdDsaPrivateKey;
import org.conscrypt.OpenSslEdDsaPublicKey;

/// BoringSSL through Conscrypt: the fastest engine, where the native inside its jar loads.
///
/// The provider is used as an object and never registered: what other code asks of the JDK stays
/// with the JDK.
final class ConscryptEngine implements CurveEngine {
  private static final String ALGORITHM = "Ed25519";

  private final Provider provider;

  private ConscryptEngine(Provider provider) {
    this.provider = provider;
  }

  /// The engine, if there is a native for this machine and it could be unpacked and loaded.
  static Optional<CurveEngine> find() {
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
  public SecretKey secretKey(byte[] seed) {
    return new NativeKey(provider, new OpenSslEdDsaPrivateKey(seed));
  }

  @Override
  public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(ALGORITHM, provider);
      verifier.initVerify(new OpenSslEdDsaPublicKey(publicKey));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "Conscrypt has no " + ALGORITHM, e);
    }
  }

  private record NativeKey(Provider provider, PrivateKey key) implements SecretKey {
    @Override
    public byte[] sign(byte[] message) {
      try {
        var signer = Signature.getInstance(ALGORITHM, provider);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new IpvmException(ErrorCode.BUG, "Conscrypt did not sign", e);
      }
    }
  }
}
