package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;

/// Reads keys and signatures in ASN.1, by BouncyCastle. What is wrong is said without quoting any
/// of it: it may be a secret.
final class Asn1 {
  /// The object identifier of Ed25519 (RFC 8410).
  private static final String ED25519 = "1.3.101.112";

  private Asn1() {}

  /// Reads a `PrivateKeyInfo` (RFC 5208, RFC 5958) or, since Homestar writes it, a bare seed of
  /// Ed25519 under that name.
  ///
  /// @throws MalformedException if it is none, or of a key type that does not sign here
  static KeyPair privateKeyInfo(byte[] der) {
    if (der.length == KeyPair.SECRET_SIZE) {
      return KeyPair.ofSeed(Bytes.of(der));
    }
    return reading(
        "its content is no PKCS#8",
        () -> {
          var info = PrivateKeyInfo.getInstance(der);
          var algorithm = info.getPrivateKeyAlgorithm();
          var oid = algorithm.getAlgorithm().getId();
          if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey.getId())) {
            return ecPrivateKey(ECPrivateKey.getInstance(info.parsePrivateKey()), curve(algorithm));
          }
          if (oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())) {
            throw new MalformedException("it is an RSA key, which signs nothing here");
          }
          if (!oid.equals(ED25519)) {
            throw new MalformedException("its algorithm is " + oid + ", Ed25519 is " + ED25519);
          }
          var seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
          if (seed.length != KeyPair.SECRET_SIZE) {
            throw new MalformedException(
                "its secret has " + seed.length + " bytes, has to have " + KeyPair.SECRET_SIZE);
          }
          return KeyPair.ofSeed(Bytes.owned(seed));
        });
  }

  /// Reads an `ECPrivateKey` that names its curve (SEC 1 C.4, RFC 5915).
  ///
  /// @throws MalformedException if it is none, or of another curve than P-256 and secp256k1
  static KeyPair ecPrivateKey(byte[] der) {
    return reading(
        "its content is no ECPrivateKey", () -> ecPrivateKey(ECPrivateKey.getInstance(der), null));
  }

  private static KeyPair ecPrivateKey(ECPrivateKey key, @Nullable EcCurve outer) {
    var inner = key.getParametersObject();
    if (inner == null && outer == null) {
      throw new MalformedException("its ECPrivateKey names no curve");
    }
    var curve = inner == null ? outer : curve(inner);
    if (curve == null || (outer != null && outer != curve)) {
      throw new MalformedException("it names two curves");
    }
    if (!curve.keyType().signs()) {
      throw new MalformedException(
          "it is a " + curve.keyType().title() + " key, which signs nothing here");
    }
    var pair = KeyPair.ofSecret(curve.keyType(), scalar(key.getKey()));
    var publicKey = key.getPublicKey();
    if (publicKey != null
        && !Ecdsa.compressed(curve, publicKey.getOctets()).equals(pair.publicKey().raw())) {
      throw new MalformedException("the public key inside belongs to another private key");
    }
    return pair;
  }

  private static Bytes scalar(BigInteger number) {
    if (number.bitLength() > 8 * KeyPair.SECRET_SIZE) {
      throw new MalformedException("its secret is larger than the order of the curve");
    }
    var secret = new byte[KeyPair.SECRET_SIZE];
    EcCurve.write(number, secret, secret.length);
    return Bytes.owned(secret);
  }

  /// Reads a `SubjectPublicKeyInfo`.
  ///
  /// @throws MalformedException if it is none, or of a key that is refused
  static PublicKey publicKey(byte[] der) {
    return reading(
        "its public key is no SubjectPublicKeyInfo",
        () -> {
          var info = SubjectPublicKeyInfo.getInstance(der);
          var oid = info.getAlgorithm().getAlgorithm().getId();
          var content = info.getPublicKeyData().getOctets();
          if (oid.equals(ED25519)) {
            return new PublicKey(KeyType.ED25519, Bytes.owned(content));
          } else if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey.getId())) {
            var curve = curve(info.getAlgorithm());
            return new PublicKey(curve.keyType(), Ecdsa.compressed(curve, content));
          } else if (oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())) {
            return new PublicKey(KeyType.RSA, Bytes.owned(content));
          }
          throw new MalformedException("its public key is of the unknown algorithm " + oid);
        });
  }

  private static EcCurve curve(AlgorithmIdentifier algorithm) {
    return curve(algorithm.getParameters());
  }

  private static EcCurve curve(@Nullable ASN1Encodable parameters) {
    if (!(parameters instanceof ASN1ObjectIdentifier oid)) {
      throw new MalformedException("its curve is not given by name");
    }
    try {
      var encoded = HexFormat.of().formatHex(oid.getEncoded());
      return Arrays.stream(EcCurve.values())
          .filter(curve -> curve.oid().equals(encoded))
          .findFirst()
          .orElseThrow(() -> new MalformedException("its curve is the unknown " + oid.getId()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `r` and `s`, one after the other, of a DER signature in its one form; empty if it is none.
  static Optional<byte[]> findSignature(EcCurve curve, byte[] der) {
    try {
      var numbers = StandardDSAEncoding.INSTANCE.decode(curve.n, der);
      return Optional.of(curve.signature(numbers[0], numbers[1]));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether `der` looks like an `ECPrivateKey`: its second element is bytes, not an algorithm.
  static boolean isEcPrivateKey(byte[] der) {
    try {
      return ASN1Sequence.getInstance(der).getObjectAt(1) instanceof ASN1OctetString;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      return false;
    }
  }

  /// Something that reads ASN.1.
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /// The library says what it dislikes in several ways, some of which quote the secret.
  static <T> T reading(String complaint, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IpvmException e) {
      throw e;
    } catch (IOException | RuntimeException _) {
      throw new MalformedException(complaint);
    }
  }
}
