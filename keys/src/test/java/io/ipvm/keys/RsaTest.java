package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// RSA: keys, and one table of signatures run on both engines.
final class RsaTest {
  private static final byte[] MESSAGE = {'i', 'p', 'v', 'm'};

  /// A private key made for the tests, from a seed.
  private static final Forger FORGER = Forger.of(2048, 3, 1);

  record Forger(BigInteger modulus, BigInteger exponent, BigInteger secret) {
    static Forger of(int bits, int exponent, long seed) {
      var random = new Random(seed);
      var e = BigInteger.valueOf(exponent);
      while (true) {
        var p = BigInteger.probablePrime(bits / 2, random);
        var q = BigInteger.probablePrime(bits - bits / 2, random);
        var phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
        if (p.multiply(q).bitLength() == bits && phi.gcd(e).equals(BigInteger.ONE)) {
          return new Forger(p.multiply(q), e, e.modInverse(phi));
        }
      }
    }

    PublicKey key() {
      return new PublicKey(KeyType.RSA, der(modulus, exponent));
    }

    /// Signs an encoded message, whatever it is.
    byte[] sign(byte[] encoded) {
      var signature = new byte[(modulus.bitLength() + 7) / 8];
      var number = new BigInteger(1, encoded).modPow(secret, modulus);
      EcCurve.write(number, signature, signature.length);
      return signature;
    }

    byte[] sign(SignatureAlgorithm algorithm, byte[] message) {
      var hash = Digests.hash(algorithm, message);
      return sign(Rsa.encodedMessage(algorithm, hash, (modulus.bitLength() + 7) / 8));
    }
  }

  private static List<SignatureEngine> engines() {
    var engines = new ArrayList<SignatureEngine>();
    ConscryptEngine.find().ifPresent(engines::add);
    engines.add(new BouncyCastleEngine());
    return engines;
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "RS384", "RS512"})
  void verifiesASignatureOfTheSameAlgorithmOnly(SignatureAlgorithm algorithm) {
    var signature = FORGER.sign(algorithm, MESSAGE);

    for (var other :
        List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.RS384, SignatureAlgorithm.RS512)) {
      assertThat(agreed(other, signature)).isEqualTo(other == algorithm);
    }
    assertThat(
            FORGER.key().verifies(SignatureAlgorithm.ES256, Bytes.of(MESSAGE), Bytes.of(signature)))
        .isFalse();
    assertThat(new JdkEngine().verifies(FORGER.key(), algorithm, MESSAGE, signature)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2048, 65537", "2049, 3", "3072, 17", "4096, 65537"})
  void verifiesWithKeysOfOtherSizes(int bits, int exponent) {
    var forger = Forger.of(bits, exponent, bits);

    var signature = Bytes.owned(forger.sign(SignatureAlgorithm.RS256, MESSAGE));

    assertThat(signature.size()).isEqualTo(forger.key().signatureSize()).isEqualTo((bits + 7) / 8);
    assertThat(forger.key().verifies(Bytes.of(MESSAGE), signature)).isTrue();
    assertThat(forger.key().verifies(Bytes.of(new byte[4]), signature)).isFalse();
  }

  /// Encodings that verifiers in the field have taken, or take today.
  @Test
  void allEnginesRefuseEveryOtherEncodingOfTheSameHash() {
    var hash = Digests.hash(SignatureAlgorithm.RS256, MESSAGE);
    var proper = "3031300d060960864801650304020105000420";
    var withoutNull = "302f300b0609608648016503040201" + "0420";

    assertThat(agreed(FORGER.sign(encoded(2, -1, proper, hash, 0)))).isFalse();
    assertThat(agreed(FORGER.sign(encoded(1, -1, withoutNull, hash, 0))))
        .as("digest without its NULL, which the JDK takes")
        .isFalse();
    assertThat(agreed(FORGER.sign(encoded(1, 0, proper, hash, 0)))).as("padding of 0").isFalse();
    assertThat(agreed(FORGER.sign(encoded(1, -1, proper, hash, 8)))).as("more behind").isFalse();
    assertThat(agreed(FORGER.sign(encoded(1, -1, "", hash, 0)))).as("bare hash").isFalse();
    assertThat(agreed(FORGER.sign(encoded(1, -1, proper, hash, 0)))).as("the one").isTrue();
  }

  @Test
  void noEngineSeesASignatureOfAnotherSizeOrAboveTheModulus() {
    var honest = FORGER.sign(SignatureAlgorithm.RS256, MESSAGE);
    var above = new BigInteger(1, honest).add(FORGER.modulus);
    var key = FORGER.key();

    for (int size : new int[] {0, 1, 255, 257, 512}) {
      assertThat(key.verifies(Bytes.of(MESSAGE), Bytes.owned(Arrays.copyOf(honest, size))))
          .isFalse();
    }
    var padded = new byte[257];
    System.arraycopy(honest, 0, padded, 1, 256);
    assertThat(key.verifies(Bytes.of(MESSAGE), Bytes.owned(padded))).isFalse();
    if (above.bitLength() <= 2048) {
      var bytes = new byte[256];
      EcCurve.write(above, bytes, bytes.length);
      assertThat(key.verifies(Bytes.of(MESSAGE), Bytes.owned(bytes))).isFalse();
    }
    for (var number : List.of(BigInteger.ZERO, BigInteger.ONE, FORGER.modulus)) {
      var bytes = new byte[256];
      EcCurve.write(number, bytes, bytes.length);
      assertThat(key.verifies(Bytes.of(MESSAGE), Bytes.owned(bytes))).isFalse();
    }
  }

  @Test
  void aSignatureIsBelowTheModulus() {
    var key = Rsa.requirePublicKey(FORGER.key().raw());

    assertThat(key.isSignature(number(FORGER.modulus.subtract(BigInteger.ONE)))).isTrue();
    assertThat(key.isSignature(number(FORGER.modulus))).isFalse();
    assertThat(key.isSignature(number(FORGER.modulus.add(BigInteger.ONE)))).isFalse();
    assertThat(key.isSignature(new byte[255])).isFalse();
    assertThat(key.isSignature(new byte[257])).isFalse();
  }

  private static byte[] number(BigInteger number) {
    var bytes = new byte[256];
    EcCurve.write(number, bytes, bytes.length);
    return bytes;
  }

  @Test
  void refusesKeysThatAreTooSmallTooLargeOrNone() {
    var n = FORGER.modulus;
    var three = BigInteger.valueOf(3);

    refuses(der(n.shiftRight(1).setBit(0), three), "has 2047 bits, has to have 2048 to 8192");
    refuses(der(BigInteger.ONE.shiftLeft(8192).setBit(0), three), "has 8193 bits");
    refuses(der(n.clearBit(0), three), "is even");
    refuses(der(n, BigInteger.ONE), "an RSA exponent has 1 bits");
    refuses(der(n, BigInteger.valueOf(4)), "has to be odd");
    refuses(der(n, BigInteger.ONE.shiftLeft(32).setBit(0)), "an RSA exponent has 33 bits");
    refuses(der(n.negate(), three), "no RSAPublicKey");
    refuses(der(n, three.negate()), "no RSAPublicKey");
    refuses(Bytes.EMPTY, "no RSAPublicKey");
    refuses(Bytes.fromHex("3006020101020103"), "has 1 bits");
    refuses(Bytes.fromHex("0500"), "no RSAPublicKey");
    refuses(der(n, three).concat(Bytes.of((byte) 0)), "no RSAPublicKey");
    refuses(Bytes.owned(new byte[2000]), "has 2000 bytes, limit");
    // The same numbers, with a length in more bytes than it needs.
    var der = der(n, three);
    refuses(
        Bytes.fromHex("308300" + der.slice(2, 4).hex()).concat(der.slice(4)), "no RSAPublicKey");
  }

  private static boolean agreed(byte[] signature) {
    return agreed(SignatureAlgorithm.RS256, signature);
  }

  private static boolean agreed(SignatureAlgorithm algorithm, byte[] signature) {
    var key = FORGER.key();
    var verdicts =
        engines().stream().map(e -> e.verifies(key, algorithm, MESSAGE, signature)).toList();
    assertThat(verdicts.stream().distinct().toList()).hasSize(1);
    return verdicts.getFirst();
  }

  private static byte[] encoded(int type, int filler, String prefix, byte[] hash, int behind) {
    var encoded = new byte[256];
    var info = HexFormat.of().parseHex(prefix);
    int start = encoded.length - behind - hash.length - info.length;
    Arrays.fill(encoded, 2, start - 1, (byte) filler);
    encoded[1] = (byte) type;
    System.arraycopy(info, 0, encoded, start, info.length);
    System.arraycopy(hash, 0, encoded, start + info.length, hash.length);
    return encoded;
  }

  static Bytes der(BigInteger modulus, BigInteger exponent) {
    try {
      return Bytes.owned(new RSAPublicKey(modulus, exponent).getEncoded("DER"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refuses(Bytes der, String why) {
    assertThatThrownBy(() -> new PublicKey(KeyType.RSA, der))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("RSA")
        .hasMessageContaining(why);
  }
}
