package io.ipvm.keys;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// ECDSA by BouncyCastle.
///
/// Both engines sign with it. Conscrypt and the JDK draw a random nonce, with which one task would
/// have as many receipts as it was run; a nonce by RFC 6979 makes a signature a function of key and
/// message, and needs no generator that could fail. The smaller `s` is given, which strict
/// verifiers want (rule VSG-2).
final class Ecdsa {
  private static final Recent<PublicKey, ECPublicKeyParameters> KEYS = new Recent<>();

  /// With the tables that make multiples of the base point cheap.
  private static final Recent<EcCurve, ECDomainParameters> DOMAINS = new Recent<>();

  private Ecdsa() {}

  private static ECDomainParameters domain(EcCurve curve) {
    return requireNonNull(
        DOMAINS.get(curve, c -> new ECDomainParameters(CustomNamedCurves.getByName(c.secName()))));
  }

  /// The compressed public key of a private one, which is a scalar of the curve.
  static byte[] publicKey(EcCurve curve, byte[] secret) {
    var multiplier = new FixedPointCombMultiplier();
    return multiplier
        .multiply(domain(curve).getG(), new BigInteger(1, secret))
        .normalize()
        .getEncoded(true);
  }

  /// A private key of a curve whose algorithm hashes with SHA-256.
  static SignatureEngine.SecretKey secretKey(EcCurve curve, byte[] secret) {
    var key = new ECPrivateKeyParameters(new BigInteger(1, secret), domain(curve));
    var algorithm = curve.keyType().algorithm();
    return message -> {
      var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, key);
      var numbers = signer.generateSignature(Digests.hash(algorithm, message));
      return curve.signature(numbers[0], curve.low(numbers[1]));
    };
  }

  static boolean verifies(
      PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    var curve = EcCurve.of(key.type());
    var verifier = new ECDSASigner();
    verifier.init(false, KEYS.get(key, Ecdsa::decode));
    return verifier.verifySignature(
        Digests.hash(algorithm, message), curve.r(signature), curve.s(signature));
  }

  private static ECPublicKeyParameters decode(PublicKey key) {
    var domain = domain(EcCurve.of(key.type()));
    return new ECPublicKeyParameters(domain.getCurve().decodePoint(key.raw().toArray()), domain);
  }

  /// The point of a public key, uncompressed: `04`, `x`, `y`.
  static Bytes uncompressed(PublicKey key) {
    return Bytes.owned(decode(key).getQ().getEncoded(false));
  }

  /// The compressed form of a point in any form that SEC 1 has.
  ///
  /// @throws IllegalArgumentException if `point` is none of the curve, or at infinity
  static Bytes compressed(EcCurve curve, byte[] point) {
    var decoded = domain(curve).validatePublicPoint(domain(curve).getCurve().decodePoint(point));
    return Bytes.owned(decoded.getEncoded(true));
  }
}
