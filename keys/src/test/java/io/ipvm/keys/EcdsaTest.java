package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// ECDSA: keys, and one table of signatures run on both engines and on the JDK.
final class EcdsaTest {
  private static final byte[] MESSAGE = {'i', 'p', 'v', 'm'};

  static List<SignatureEngine> engines(KeyType type) {
    var engines = new ArrayList<SignatureEngine>();
    ConscryptEngine.find().ifPresent(engines::add);
    engines.add(new BouncyCastleEngine());
    if (type != KeyType.SECP256K1) {
      engines.add(new JdkEngine());
    }
    return engines;
  }

  /// What a table of cases is made with: a key of any curve, and how to sign without any rule.
  record Forger(EcCurve curve, BigInteger secret, PublicKey key) {
    static Forger of(EcCurve curve, long seed) {
      var secret = new BigInteger(curve.n.bitLength() - 1, new Random(seed)).add(BigInteger.ONE);
      var bytes = new byte[curve.size()];
      EcCurve.write(secret, bytes, bytes.length);
      var raw = Bytes.owned(Ecdsa.publicKey(curve, bytes));
      return new Forger(curve, secret, new PublicKey(curve.keyType(), raw));
    }

    byte[] sign(byte[] message, BigInteger nonce) {
      var bytes = new byte[curve.size()];
      EcCurve.write(nonce, bytes, bytes.length);
      var point = Bytes.owned(Ecdsa.publicKey(curve, bytes));
      var r = new BigInteger(1, point.slice(1).toArray()).mod(curve.n);
      var hash = new BigInteger(1, Digests.hash(curve.keyType().algorithm(), message));
      int surplus = Math.max(0, 8 * hashSize() - curve.n.bitLength());
      var z = hash.shiftRight(surplus);
      var s = nonce.modInverse(curve.n).multiply(z.add(r.multiply(secret))).mod(curve.n);
      return curve.signature(r, s);
    }

    private int hashSize() {
      return Digests.hash(curve.keyType().algorithm(), MESSAGE).length;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theConstantsAreThoseOfTheLibraries(EcCurve curve) throws GeneralSecurityException {
    var library = CustomNamedCurves.getByName(curve.secName());

    assertThat(curve.p).isEqualTo(library.getCurve().getField().getCharacteristic());
    assertThat(curve.n).isEqualTo(library.getN());
    if (curve != EcCurve.SECP256K1) {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve.secName()));
      var jdk = parameters.getParameterSpec(ECParameterSpec.class);
      assertThat(curve.p).isEqualTo(((ECFieldFp) jdk.getCurve().getField()).getP());
      assertThat(curve.n).isEqualTo(jdk.getOrder());
    }
  }

  /// RFC 6979 A.2.5 (P-256) with the smaller s; secp256k1 as bitcoin libraries publish it.
  @ParameterizedTest
  @CsvSource({
    "P_256, c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721, sample,"
        + "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
        + "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9",
    "P_256, c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721, test,"
        + "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367,"
        + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    "SECP256K1, 0000000000000000000000000000000000000000000000000000000000000001,"
        + "Satoshi Nakamoto,"
        + "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8,"
        + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
  })
  void signsWithTheNonceOfRfc6979(KeyType type, String secret, String message, String r, String s) {
    for (var engine : List.of(new BouncyCastleEngine(), Engines.selected())) {
      var signed =
          engine
              .secretKey(type, Bytes.fromHex(secret).toArray())
              .sign(Bytes.utf8(message).toArray());

      assertThat(Bytes.owned(signed).hex()).as(engine.name()).isEqualTo(r + s);
    }
  }

  @Test
  void verifiesWhatItSignedAndNothingElse() {
    Property.check(
        60,
        seed -> {
          var random = new Random(seed);
          var type = seed % 2 == 0 ? KeyType.P_256 : KeyType.SECP256K1;
          var pair = KeyPair.generate(type, random);
          var message = Bytes.owned(new byte[random.nextInt(200) + 1]);

          var signature = pair.sign(message);

          assertThat(pair.sign(message)).isEqualTo(signature);
          assertThat(signature.size()).isEqualTo(pair.publicKey().signatureSize());
          var curve = EcCurve.of(type);
          var s = curve.s(signature.toArray());
          assertThat(curve.low(s)).as("the smaller s").isEqualTo(s);
          for (var engine : engines(type)) {
            assertThat(
                    engine.verifies(
                        pair.publicKey(), type.algorithm(), message.toArray(), signature.toArray()))
                .as(engine.name())
                .isTrue();
          }
          var spoiled = signature.toArray();
          spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
          assertThat(agreed(pair.publicKey(), message.toArray(), spoiled)).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  void allEnginesTakeBothFormsOfSAndNothingElse(EcCurve curve) {
    var forger = Forger.of(curve, 1);
    var honest = forger.sign(MESSAGE, BigInteger.valueOf(77));
    var r = curve.r(honest);
    var s = curve.s(honest);

    assertThat(agreed(forger.key, MESSAGE, honest)).isTrue();
    assertThat(agreed(forger.key, MESSAGE, curve.signature(r, curve.n.subtract(s)))).isTrue();
    assertThat(agreed(forger.key, MESSAGE, curve.signature(s, r))).isFalse();
    assertThat(agreed(forger.key, MESSAGE, curve.signature(curve.n.subtract(r), s))).isFalse();
    assertThat(agreed(forger.key, new byte[0], honest)).isFalse();
    assertThat(agreed(Forger.of(curve, 2).key, MESSAGE, honest)).isFalse();
    // Of one hash, all others of one length are different messages.
    assertThat(agreed(forger.key, MESSAGE, forger.sign(new byte[4], BigInteger.TEN))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void noEngineSeesNumbersOutOfRangeOrOfAnotherLength(EcCurve curve) {
    var forger = Forger.of(curve, 3);
    var honest = forger.sign(MESSAGE, BigInteger.valueOf(77));
    var r = curve.r(honest);
    var s = curve.s(honest);
    var zero = BigInteger.ZERO;

    for (var pair :
        List.of(
            List.of(zero, s),
            List.of(r, zero),
            List.of(zero, zero),
            List.of(curve.n, s),
            List.of(r, curve.n),
            List.of(curve.n, curve.n),
            List.of(BigInteger.ONE.shiftLeft(8 * curve.size()).subtract(BigInteger.ONE), s))) {
      var signature = curve.signature(pair.get(0), pair.get(1));
      assertThat(curve.isSignature(signature)).isFalse();
      assertThat(forger.key.verifies(Bytes.of(MESSAGE), Bytes.owned(signature))).isFalse();
    }
    for (int size : new int[] {0, 1, honest.length - 1, honest.length + 1, 2 * honest.length}) {
      var cut = Bytes.owned(Arrays.copyOf(honest, size));
      assertThat(forger.key.verifies(Bytes.of(MESSAGE), cut)).isFalse();
    }
    var der = Bytes.owned(Der.signature(r, s));
    assertThat(forger.key.verifies(Bytes.of(MESSAGE), der)).as("DER").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theEdgesOfTheNumbersAreJudgedAlike(EcCurve curve) {
    var forger = Forger.of(curve, 4);
    var one = BigInteger.ONE;
    var last = curve.n.subtract(one);
    var half = curve.n.shiftRight(1);
    for (var r : List.of(one, BigInteger.TWO, half, last)) {
      for (var s : List.of(one, BigInteger.TWO, half, half.add(one), last)) {
        assertThat(agreed(forger.key, MESSAGE, curve.signature(r, s))).isFalse();
      }
    }
    // Nonces 1 and -1 give the base point's x for r.
    assertThat(agreed(forger.key, MESSAGE, forger.sign(MESSAGE, one))).isTrue();
    assertThat(agreed(forger.key, MESSAGE, forger.sign(MESSAGE, last))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aKeyWhoseSecretIsAtTheEdgeVerifiesToo(EcCurve curve) {
    for (var secret : List.of(BigInteger.ONE, BigInteger.TWO, curve.n.subtract(BigInteger.ONE))) {
      var bytes = new byte[curve.size()];
      EcCurve.write(secret, bytes, bytes.length);
      var key = new PublicKey(curve.keyType(), Bytes.owned(Ecdsa.publicKey(curve, bytes)));
      var forger = new Forger(curve, secret, key);

      assertThat(agreed(key, MESSAGE, forger.sign(MESSAGE, BigInteger.valueOf(99)))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAKeyThatIsNoCompressedPoint(EcCurve curve) {
    var raw = Forger.of(curve, 5).key.raw();
    var x = raw.slice(1);
    var uncompressed = Ecdsa.uncompressed(Forger.of(curve, 5).key);

    refuses(curve, uncompressed, "has to have " + raw.size());
    refuses(curve, raw.slice(1), "has to have " + raw.size());
    refuses(curve, Bytes.of((byte) 0), "has to have");
    refuses(curve, Bytes.of((byte) 4).concat(x), "begins with 0x4");
    refuses(curve, Bytes.of((byte) 0).concat(x), "begins with 0x0");
    refuses(curve, Bytes.of((byte) 2).concat(number(curve, curve.p)), "not canonical");
    refuses(
        curve,
        Bytes.of((byte) 3).concat(number(curve, curve.p.add(BigInteger.ONE))),
        "not canonical");
    refuses(curve, Bytes.of((byte) 2).concat(offCurve(curve)), "no point of the curve");
  }

  @Test
  void aSecretOutOfRangeIsNoKey() {
    for (var type : List.of(KeyType.P_256, KeyType.SECP256K1)) {
      var n = number(EcCurve.of(type), EcCurve.of(type).n);

      for (var secret : List.of(Bytes.owned(new byte[32]), n, Bytes.fromHex("ff".repeat(32)))) {
        assertThatThrownBy(() -> KeyPair.ofSecret(type, secret))
            .isInstanceOf(MalformedException.class)
            .hasMessage(
                "the private key of " + type.title() + " is 0 or not below the order of the curve");
      }
    }
  }

  private static Bytes offCurve(EcCurve curve) {
    for (long x = 1; ; x++) {
      var candidate = number(curve, BigInteger.valueOf(x));
      try {
        curve.requirePublicKey(Bytes.of((byte) 2).concat(candidate));
      } catch (MalformedException _) {
        return candidate;
      }
    }
  }

  private static Bytes number(EcCurve curve, BigInteger number) {
    var bytes = new byte[curve.size()];
    EcCurve.write(number, bytes, bytes.length);
    return Bytes.owned(bytes);
  }

  private static void refuses(EcCurve curve, Bytes raw, String why) {
    assertThatThrownBy(() -> new PublicKey(curve.keyType(), raw))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(curve.keyType().title() + " public key")
        .hasMessageContaining(why);
  }

  /// What all engines say of input that passed the rules; false if it did not pass.
  private static boolean agreed(PublicKey key, byte[] message, byte[] signature) {
    if (!EcCurve.of(key.type()).isSignature(signature)) {
      return false;
    }
    var verdicts =
        engines(key.type()).stream()
            .map(e -> e.verifies(key, key.type().algorithm(), message, signature))
            .toList();
    assertThat(verdicts.stream().distinct().toList()).as("%s", engines(key.type())).hasSize(1);
    return verdicts.getFirst();
  }
}
