package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before an engine is asked.
final class Ed25519Test {
  /// Every encoding, canonical or not, of a point whose order divides 8.
  static final List<String> SMALL_ORDER =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0000000000000000000000000000000000000000000000000000000000000080",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000080",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa");

  /// `y` of 2^255-19 and above, up to the largest that 255 bits hold.
  static final List<String> NOT_CANONICAL =
      List.of(
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void refusesAKeyOfAnotherLength(int size) {
    assertThatThrownBy(() -> Ed25519.requirePublicKey(new byte[size]))
        .isInstanceOf(MalformedException.class)
        .hasMessage("an Ed25519 public key has " + size + " bytes, has to have 32");
  }

  @Test
  void refusesEveryKeyOfSmallOrder() {
    for (var hex : SMALL_ORDER) {
      assertThatThrownBy(() -> Ed25519.requirePublicKey(bytes(hex)))
          .isInstanceOf(MalformedException.class)
          .hasMessage(
              "Ed25519 public key " + hex + " has small order: everybody could sign for it");
    }
  }

  @Test
  void refusesEveryKeyWhoseYIsNotBelowTheFieldSize() {
    for (var hex : NOT_CANONICAL) {
      assertThatThrownBy(() -> Ed25519.requirePublicKey(bytes(hex)))
          .isInstanceOf(MalformedException.class)
          .hasMessage("Ed25519 public key " + hex + " is not canonical: y is not below 2^255-19");
    }
  }

  @Test
  void refusesAKeyThatIsNoPointOfTheCurve() {
    var two = "0200000000000000000000000000000000000000000000000000000000000000";

    assertThatThrownBy(() -> Ed25519.requirePublicKey(bytes(two)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("Ed25519 public key " + two + " is no point of the curve");
  }

  @Test
  void tellsPointsOfTheCurveFromOthersAsTheDefinitionDoes() {
    Property.check(seed -> {
      var y = new byte[32];
      new Random(seed).nextBytes(y);
      // Where there is no root, the definition gives an x that does not fit its y.
      var point = CurveByDefinition.decode(y);

      assertThat(Ed25519.isOnCurve(y)).isEqualTo(point.isOnCurve());
    });
  }

  @Test
  void refusesASignatureWhoseRIsNotCanonicalOrOfSmallOrder() {
    var scalar = CurveByDefinition.littleEndian(BigInteger.TWO);

    for (var hex : SMALL_ORDER) {
      assertThat(Ed25519.isSignature(CurveByDefinition.join(bytes(hex), scalar))).isFalse();
    }
    for (var hex : NOT_CANONICAL) {
      assertThat(Ed25519.isSignature(CurveByDefinition.join(bytes(hex), scalar))).isFalse();
    }
    var base = CurveByDefinition.BASE.encode();
    assertThat(Ed25519.isSignature(CurveByDefinition.join(base, scalar))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 63, 65, 128})
  void aSignatureOfAnotherLengthIsNone(int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) 4);

    assertThat(Ed25519.isSignature(bytes)).isFalse();
  }

  @Test
  void theSetOfKnownKeysForgetsInsteadOfGrowing() {
    var known = new RecentSet();
    int[] asked = {0};
    for (int i = 0; i < 2 * Recent.CAPACITY; i++) {
      var key = Bytes.of((byte) i, (byte) (i >> 8));
      known.holds(key, _ -> ++asked[0] > 0);
      known.holds(key, _ -> ++asked[0] > 0);
    }

    assertThat(asked[0]).isEqualTo(2 * Recent.CAPACITY);
    assertThat(known.holds(Bytes.of((byte) 7), _ -> false)).isFalse();
    assertThat(known.holds(Bytes.of((byte) 7), _ -> true)).isTrue();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
