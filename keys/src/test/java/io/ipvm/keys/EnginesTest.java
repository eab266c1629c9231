package io.ipvm.keys;

import static io.ipvm.keys.CurveByDefinition.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.CurveByDefinition.Forger;
import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Ed25519: one table of cases, run on both engines, on the JDK, and against the definition of the
/// curve.
final class EnginesTest {
  /// The JDK needs a millisecond for each operation.
  private static final int RUNS = 60;

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE = {'i', 'p', 'v', 'm'};

  /// RFC 8032 7.1: seed, public key, message, signature.
  static final List<Arguments> RFC_8032 =
      List.of(
          Arguments.of(
              "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
              "",
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                  + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
          Arguments.of(
              "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
              "72",
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
          Arguments.of(
              "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
              "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
              "af82",
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                  + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));

  static List<Arguments> rfc8032() {
    return RFC_8032;
  }

  static List<SignatureEngine> engines() {
    var engines = new ArrayList<SignatureEngine>();
    ConscryptEngine.find().ifPresent(engines::add);
    engines.add(new BouncyCastleEngine());
    engines.add(new JdkEngine());
    return engines;
  }

  @ParameterizedTest
  @MethodSource("rfc8032")
  void everyEngineGivesTheSignaturesOfTheRfc(
      String seed, String publicKey, String message, String signature) {
    var bytes = HEX.parseHex(message);

    for (var engine : engines()) {
      var signed = engine.secretKey(KeyType.ED25519, HEX.parseHex(seed)).sign(bytes);

      assertThat(HEX.formatHex(signed)).as(engine.name()).isEqualTo(signature);
      assertThat(verifies(engine, HEX.parseHex(publicKey), bytes, signed)).isTrue();
    }
    assertThat(HEX.formatHex(JdkCurve.publicKey(HEX.parseHex(seed)))).isEqualTo(publicKey);
  }

  @Test
  void allEnginesSignAlikeAndBelieveEachOther() {
    Property.check(
        RUNS,
        seed -> {
          var random = new Random(seed);
          var secret = random(random, 32);
          var message = random(random, random.nextInt(300));
          var publicKey = JdkCurve.publicKey(secret);

          var signature = new BouncyCastleEngine().secretKey(KeyType.ED25519, secret).sign(message);

          for (var engine : engines()) {
            assertThat(engine.secretKey(KeyType.ED25519, secret).sign(message))
                .isEqualTo(signature);
            assertThat(verifies(engine, publicKey, message, signature)).as(engine.name()).isTrue();
          }
        });
  }

  @Test
  void allEnginesRefuseASignatureWithOneBitTurned() {
    Property.check(
        RUNS,
        seed -> {
          var random = new Random(seed);
          var secret = random(random, 32);
          var message = random(random, 1 + random.nextInt(100));
          var publicKey = JdkCurve.publicKey(secret);
          var signature = new BouncyCastleEngine().secretKey(KeyType.ED25519, secret).sign(message);
          var target = random.nextBoolean() ? message : signature;
          target[random.nextInt(target.length)] ^= (byte) (1 << random.nextInt(8));

          for (var engine : engines()) {
            assertThat(accepts(engine, publicKey, message, signature)).as(engine.name()).isFalse();
          }
        });
  }

  /// Keys and nonces with every combination of small-order parts, signed so that the equation holds
  /// up to the cofactor: the input on which verifiers in the field disagree.
  @Test
  void allEnginesJudgeForgedSignaturesByTheDefinition() {
    var small = CurveByDefinition.smallOrder();
    int accepted = 0;
    for (var keyTorsion : small) {
      var random = new Random(small.indexOf(keyTorsion));
      var forger = Forger.of(scalar(random), keyTorsion);
      for (var nonceTorsion : small) {
        var signature = forger.sign(scalar(random), nonceTorsion, MESSAGE);

        accepted += agreed(forger.publicKey(), signature) ? 1 : 0;
      }
    }

    // The honest one, and those whose torsion the challenge happens to cancel.
    assertThat(accepted).isBetween(1, 32);
  }

  @Test
  void noEngineSeesAKeyOrAnRThatIsOfSmallOrder() {
    for (var torsion : CurveByDefinition.smallOrder()) {
      // With secret 0 the key is the torsion alone; with nonce 0 so is R.
      var keyOnly = Forger.of(BigInteger.ZERO, torsion);
      var nonceOnly = Forger.of(BigInteger.TEN, IDENTITY).sign(BigInteger.ZERO, torsion, MESSAGE);

      assertThatThrownBy(() -> Ed25519.requirePublicKey(keyOnly.publicKey()))
          .hasMessageContaining("small order");
      assertThat(Ed25519.isSignature(nonceOnly)).isFalse();
    }
  }

  @Test
  void aScalarOfTheGroupOrderOrMoreIsNoSignature() {
    var signature = Forger.of(BigInteger.TEN, IDENTITY).sign(BigInteger.TWO, IDENTITY, MESSAGE);
    var s = CurveByDefinition.scalarOf(signature);

    assertThat(Ed25519.isSignature(signature)).isTrue();
    assertThat(Ed25519.isSignature(withScalar(signature, CurveByDefinition.L))).isFalse();
    assertThat(Ed25519.isSignature(withScalar(signature, s.add(CurveByDefinition.L)))).isFalse();
    assertThat(
            Ed25519.isSignature(
                withScalar(signature, CurveByDefinition.L.subtract(BigInteger.ONE))))
        .isTrue();
  }

  @Test
  void theFallbackTakesNoSignatureByLuckOfItsFactor() {
    // BouncyCastle alone accepts about half of these: R carries a point of order 2.
    var order2 = CurveByDefinition.ORDER_8.times(BigInteger.valueOf(4));
    var engine = new BouncyCastleEngine();
    int lucky = 0;
    for (long seed = 0; seed < 16; seed++) {
      var random = new Random(seed);
      var forger = Forger.of(scalar(random), IDENTITY);
      var signature = forger.sign(scalar(random), order2, MESSAGE);
      lucky +=
          org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                  signature, 0, forger.publicKey(), 0, MESSAGE, 0, MESSAGE.length)
              ? 1
              : 0;

      assertThat(verifies(engine, forger.publicKey(), MESSAGE, signature)).isFalse();
    }

    assertThat(lucky).as("the reason for the check").isPositive();
  }

  @Test
  void theNativeEngineIsUsedWhereItLoads() {
    assumeTrue(ConscryptEngine.find().isPresent(), "skipped: no Conscrypt native for this machine");

    assertThat(Engines.select(null).name()).isEqualTo("conscrypt");
  }

  @Test
  void anEngineCanBeChosenByName() {
    assertThat(Engines.select("bouncycastle").name()).isEqualTo("bouncycastle");
    assertThatThrownBy(() -> Engines.select("openssl"))
        .isInstanceOf(IpvmException.class)
        .hasMessage("ipvm.signatures=openssl is no signature engine: conscrypt or bouncycastle");
  }

  private static boolean agreed(byte[] publicKey, byte[] signature) {
    if (Ed25519.isSmallOrder(publicKey) || !Ed25519.isSignature(signature)) {
      return false;
    }
    boolean expected = CurveByDefinition.verifies(publicKey, MESSAGE, signature);
    for (var engine : engines()) {
      assertThat(verifies(engine, publicKey, MESSAGE, signature))
          .as("%s on key %s", engine.name(), HEX.formatHex(publicKey))
          .isEqualTo(expected);
    }
    return expected;
  }

  /// As [Ed25519#verifies] does it, on a given engine.
  private static boolean accepts(
      SignatureEngine engine, byte[] key, byte[] message, byte[] signature) {
    return Ed25519.isSignature(signature) && verifies(engine, key, message, signature);
  }

  private static byte[] withScalar(byte[] signature, BigInteger s) {
    return CurveByDefinition.join(Arrays.copyOf(signature, 32), CurveByDefinition.littleEndian(s));
  }

  private static BigInteger scalar(Random random) {
    return new BigInteger(256, random).mod(CurveByDefinition.L);
  }

  private static byte[] random(Random random, int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static boolean verifies(
      SignatureEngine engine, byte[] key, byte[] message, byte[] signature) {
    var publicKey = new PublicKey(KeyType.ED25519, Bytes.of(key));
    return engine.verifies(publicKey, SignatureAlgorithm.ED25519, message, signature);
  }
}
