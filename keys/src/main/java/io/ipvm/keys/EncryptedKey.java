package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.SCrypt;

/// Private keys under a passphrase: `EncryptedPrivateKeyInfo` of PKCS#8 with PBES2 (RFC 8018 6.2),
/// which OpenSSL and most other programs read and write.
///
/// Written with PBKDF2 of HMAC-SHA-256, [#ITERATIONS] times, and AES-256-CBC: the strongest that
/// all of them read. Read with any HMAC of SHA-2 or SHA-1, or scrypt (RFC 7914), and AES-CBC of any
/// size. The scheme has no authentication, so a wrong passphrase shows as damage.
final class EncryptedKey {
  /// As OWASP advises since 2023.
  static final int ITERATIONS = 600_000;

  static final int MAX_ITERATIONS = 10_000_000;

  /// Most that scrypt may take to read somebody's file, in bytes.
  static final long MAX_SCRYPT_MEMORY = 256L << 20;

  private static final int SALT_SIZE = 16;
  private static final int BLOCK_SIZE = 16;
  private static final String CIPHER = "AES/CBC/PKCS5Padding";
  private static final ASN1ObjectIdentifier SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

  private static final Map<ASN1ObjectIdentifier, String> HMACS =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, "HmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA224, "HmacSHA224",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "HmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "HmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "HmacSHA512");

  private static final Map<ASN1ObjectIdentifier, Integer> KEY_SIZES =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 16,
          NISTObjectIdentifiers.id_aes192_CBC, 24,
          NISTObjectIdentifiers.id_aes256_CBC, 32);

  private EncryptedKey() {}

  /// The DER of `plain`, a `PrivateKeyInfo`, encrypted.
  static byte[] encrypt(byte[] plain, Passphrase passphrase, SecureRandom random) {
    var salt = new byte[SALT_SIZE];
    var iv = new byte[BLOCK_SIZE];
    random.nextBytes(salt);
    random.nextBytes(iv);
    var hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    var derivation =
        new KeyDerivationFunc(
            PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, 32, hmac));
    var scheme = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv));
    var parameters = new PBES2Parameters(derivation, scheme);
    var key = pbkdf2("HmacSHA256", passphrase, salt, ITERATIONS, 32);
    try {
      var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters);
      return new EncryptedPrivateKeyInfo(algorithm, cipher(Cipher.ENCRYPT_MODE, key, iv, plain))
          .getEncoded("DER");
    } catch (IOException | GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "a private key could not be encrypted", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// The `PrivateKeyInfo` inside.
  ///
  /// @throws MalformedException if `der` is none, or by a method that is not known
  /// @throws IpvmException `NOT_AUTHORISED` if the passphrase is another
  static byte[] decrypt(byte[] der, Passphrase passphrase) {
    var parsed = Parsed.of(der);
    var key = parsed.derive(passphrase);
    try {
      return cipher(Cipher.DECRYPT_MODE, key, parsed.iv.toArray(), parsed.content.toArray());
    } catch (BadPaddingException | IllegalBlockSizeException _) {
      throw wrongPassphrase();
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "a private key could not be decrypted", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  static IpvmException wrongPassphrase() {
    return new IpvmException(ErrorCode.NOT_AUTHORISED, "the passphrase is wrong");
  }

  private static byte[] cipher(int mode, byte[] key, byte[] iv, byte[] content)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher.doFinal(content);
  }

  private static byte[] pbkdf2(
      String hmac, Passphrase passphrase, byte[] salt, int iterations, int size) {
    var spec = new PBEKeySpec(passphrase.characters(), salt, iterations, 8 * size);
    try {
      return SecretKeyFactory.getInstance("PBKDF2With" + hmac).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no PBKDF2 with " + hmac, e);
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] scrypt(ASN1Encodable parameters, Passphrase passphrase, int size) {
    // ScryptParams of RFC 7914 7: salt, cost, block size, parallelism, and maybe the key's size.
    var fields = ASN1Sequence.getInstance(parameters);
    long cost = number(fields, 1, "scrypt cost", 1L << 30);
    long block = number(fields, 2, "scrypt block size", 1L << 20);
    long parallel = number(fields, 3, "scrypt parallelism", 16);
    if (128 * block * (cost + parallel) > MAX_SCRYPT_MEMORY || Long.bitCount(cost) != 1) {
      throw new MalformedException(
          "its scrypt cost "
              + cost
              + " with block size "
              + block
              + " is no power of 2 or takes more than "
              + MAX_SCRYPT_MEMORY
              + " bytes");
    }
    var salt = ASN1OctetString.getInstance(fields.getObjectAt(0)).getOctets();
    var secret = passphrase.utf8();
    try {
      return SCrypt.generate(secret, salt, (int) cost, (int) block, (int) parallel, size);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static long number(ASN1Sequence fields, int index, String what, long max) {
    return number(ASN1Integer.getInstance(fields.getObjectAt(index)).getValue(), what, max);
  }

  private static long number(BigInteger value, String what, long max) {
    if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new MalformedException("its " + what + " is " + value + ", has to be 1 to " + max);
    }
    return value.longValueExact();
  }

  /// An encrypted key taken apart.
  private record Parsed(KeyDerivationFunc derivation, int keySize, Bytes iv, Bytes content) {
    static Parsed of(byte[] der) {
      return Asn1.reading(
          "its content is no encrypted PKCS#8",
          () -> {
            var info = EncryptedPrivateKeyInfo.getInstance(der);
            var algorithm = info.getEncryptionAlgorithm();
            if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
              throw new MalformedException(
                  "it is encrypted by "
                      + algorithm.getAlgorithm().getId()
                      + ", known is PBES2; `openssl pkcs8 -topk8 -v2 aes-256-cbc` writes it");
            }
            var parameters = PBES2Parameters.getInstance(algorithm.getParameters());
            var scheme = parameters.getEncryptionScheme();
            var keySize = KEY_SIZES.get(scheme.getAlgorithm());
            if (keySize == null) {
              throw new MalformedException(
                  "it is encrypted by " + scheme.getAlgorithm().getId() + ", known is AES-CBC");
            }
            var iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
            if (iv.length != BLOCK_SIZE) {
              throw new MalformedException("its initialisation vector has " + iv.length + " bytes");
            }
            return new Parsed(
                parameters.getKeyDerivationFunc(),
                keySize,
                Bytes.owned(iv),
                Bytes.owned(info.getEncryptedData()));
          });
    }

    byte[] derive(Passphrase passphrase) {
      var oid = derivation.getAlgorithm();
      return Asn1.reading(
          "its key derivation has other parameters than it should",
          () -> {
            if (oid.equals(SCRYPT)) {
              return scrypt(derivation.getParameters(), passphrase, keySize);
            }
            if (!oid.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
              throw new MalformedException(
                  "its key derivation is " + oid.getId() + ", known are PBKDF2 and scrypt");
            }
            var parameters = PBKDF2Params.getInstance(derivation.getParameters());
            long iterations =
                number(parameters.getIterationCount(), "number of iterations", MAX_ITERATIONS);
            var hmac = HMACS.get(parameters.getPrf().getAlgorithm());
            if (hmac == null) {
              throw new MalformedException(
                  "its PBKDF2 is of "
                      + parameters.getPrf().getAlgorithm().getId()
                      + ", known are HMACs of SHA-1 and SHA-2");
            }
            return pbkdf2(hmac, passphrase, parameters.getSalt(), (int) iterations, keySize);
          });
    }
  }
}
