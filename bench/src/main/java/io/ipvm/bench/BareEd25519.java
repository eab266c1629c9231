package io.ipvm.bench;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conscrypt.OpenSSLProvider;
import org.conscrypt.OpenSslEdDsaPrivateKey;
import org.conscrypt.OpenSslEdDsaPublicKey;

/// Ed25519 as a program calls it that knows one library and checks nothing itself: what our port is
/// compared with.
interface BareEd25519 {
  byte[] sign(byte[] message);

  boolean verifies(byte[] message, byte[] signature);

  /// The library by the name that `KeyPair.engine()` gives it.
  static BareEd25519 of(String engine, byte[] seed) {
    var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return engine.equals("conscrypt")
        ? new Conscrypt(new OpenSSLProvider(), seed, publicKey)
        : new BouncyCastle(seed, publicKey);
  }

  /// BoringSSL.
  final class Conscrypt implements BareEd25519 {
    private final Provider provider;
    private final OpenSslEdDsaPrivateKey secret;
    private final OpenSslEdDsaPublicKey key;

    private Conscrypt(Provider provider, byte[] seed, byte[] publicKey) {
      this.provider = provider;
      this.secret = new OpenSslEdDsaPrivateKey(seed);
      this.key = new OpenSslEdDsaPublicKey(publicKey);
    }

    @Override
    public byte[] sign(byte[] message) {
      try {
        var signer = Signature.getInstance("Ed25519", provider);
        signer.initSign(secret);
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
      try {
        var verifier = Signature.getInstance("Ed25519", provider);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Plain Java.
  final class BouncyCastle implements BareEd25519 {
    private final byte[] seed;
    private final byte[] key;

    private BouncyCastle(byte[] seed, byte[] key) {
      this.seed = seed.clone();
      this.key = key.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
      var signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, key, 0, message, 0, message.length, signature, 0);
      return signature;
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
      return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }
  }
}
