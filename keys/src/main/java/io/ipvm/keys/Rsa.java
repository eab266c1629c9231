package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;

/// RSA keys and RSASSA-PKCS1-v1_5 signatures (RFC 8017 8.2), to be verified only, and what they
/// have to be before an engine sees them.
///
/// A key is the DER of `RSAPublicKey` in its one form. Its modulus has 2048 to 8192 bits, its
/// exponent is odd and has 2 to 32 bits; what is below is broken or soon will be, what is above
/// costs more time than a signature is worth, and libraries differ on it. A signature has the size
/// of the modulus and is below it.
final class Rsa {
  static final int MIN_BITS = 2048;
  static final int MAX_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 32;
  private static final int MAX_KEY_SIZE = MAX_BITS / 8 + 32;

  /// Keys that were parsed and found good.
  private static final Recent<Bytes, Key> KEYS = new Recent<>();

  private Rsa() {}

  /// The numbers of a public key.
  record Key(BigInteger modulus, BigInteger exponent) {
    /// Bytes of the modulus, and of a signature.
    int size() {
      return (modulus.bitLength() + 7) / 8;
    }

    /// Whether `signature` could be one at all.
    boolean isSignature(byte[] signature) {
      return signature.length == size() && new BigInteger(1, signature).compareTo(modulus) < 0;
    }
  }

  /// Checks a public key and takes it apart.
  ///
  /// @throws MalformedException that names the rule `key` breaks
  static Key requirePublicKey(Bytes key) {
    var known = KEYS.get(key, Rsa::parse);
    if (known == null) {
      throw new MalformedException("an RSA public key is no RSAPublicKey in DER");
    }
    return known;
  }

  private static Key parse(Bytes der) {
    if (der.size() > MAX_KEY_SIZE) {
      throw new MalformedException(
          "an RSA public key has " + der.size() + " bytes, limit " + MAX_KEY_SIZE);
    }
    var key = numbers(der);
    int bits = key.modulus.bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new MalformedException(
          "an RSA modulus has " + bits + " bits, has to have " + MIN_BITS + " to " + MAX_BITS);
    }
    if (!key.modulus.testBit(0)) {
      throw new MalformedException("an RSA modulus is even, so it is no product of two primes");
    }
    int exponentBits = key.exponent.bitLength();
    if (exponentBits < 2 || exponentBits > MAX_EXPONENT_BITS || !key.exponent.testBit(0)) {
      throw new MalformedException(
          "an RSA exponent has "
              + exponentBits
              + " bits, has to be odd and have 2 to "
              + MAX_EXPONENT_BITS);
    }
    return key;
  }

  private static Key numbers(Bytes der) {
    var bytes = der.toArray();
    try {
      var parsed = RSAPublicKey.getInstance(bytes);
      var key = new Key(parsed.getModulus(), parsed.getPublicExponent());
      if (key.modulus.signum() > 0
          && key.exponent.signum() > 0
          && Arrays.equals(parsed.getEncoded("DER"), bytes)) {
        return key;
      }
    } catch (IOException | IllegalArgumentException | ClassCastException _) {
      // Said below, in our words.
    }
    throw new MalformedException("an RSA public key is no RSAPublicKey in DER");
  }

  /// What a signature has to come to, `EMSA-PKCS1-v1_5` (RFC 8017 9.2): compared whole, since
  /// libraries that take it apart have accepted more than one form.
  static byte[] encodedMessage(SignatureAlgorithm algorithm, byte[] hash, int size) {
    var prefix = HexFormat.of().parseHex(digestInfo(algorithm));
    var encoded = new byte[size];
    int end = size - hash.length;
    Arrays.fill(encoded, 2, end - prefix.length - 1, (byte) 0xff);
    encoded[1] = 1;
    System.arraycopy(prefix, 0, encoded, end - prefix.length, prefix.length);
    System.arraycopy(hash, 0, encoded, end, hash.length);
    return encoded;
  }

  /// What stands before the hash: DER of `DigestInfo`, as RFC 8017 lists it.
  private static String digestInfo(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> "3031300d060960864801650304020105000420";
      case RS384 -> "3041300d060960864801650304020205000430";
      case RS512 -> "3051300d060960864801650304020305000440";
      case ED25519, ES256, ES256K, ES384, ES512 ->
          throw new IllegalArgumentException(algorithm.title() + " is not RSA");
    };
  }
}
