package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyPairTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");

  @Test
  void verifiesWhatItSignedAndNothingElse() {
    Property.check(seed -> {
      var random = new Random(seed);
      var pair = KeyPair.generate(random);
      var other = KeyPair.generate(random);

      var signature = pair.sign(MESSAGE);

      assertThat(pair.publicKey().verifies(MESSAGE, signature)).isTrue();
      assertThat(other.publicKey().verifies(MESSAGE, signature)).isFalse();
      assertThat(pair.publicKey().verifies(Bytes.utf8("massage"), signature)).isFalse();
    });
  }

  @Test
  void isTheSameForTheSameSeed() {
    var seed = Bytes.utf8("thirty-two bytes make one seed..");
    var pair = KeyPair.ofSeed(seed);

    assertThat(KeyPair.ofSeed(seed).did()).isEqualTo(pair.did());
    assertThat(KeyPair.ofSeed(seed).sign(MESSAGE)).isEqualTo(pair.sign(MESSAGE));
    assertThat(KeyPair.generate(new Random(1)).did())
        .isEqualTo(KeyPair.generate(new Random(1)).did());
  }

  @Test
  void refusesASeedOfAnotherSize() {
    assertThatThrownBy(() -> KeyPair.ofSeed(Bytes.owned(new byte[31])))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the private key of Ed25519 has 31 bytes, has to have 32");
    assertThatThrownBy(() -> KeyPair.ofSeed(Bytes.owned(new byte[33])))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void keysThatOnlyVerifyAreNotMade() {
    for (var type : List.of(KeyType.P_384, KeyType.P_521, KeyType.RSA)) {
      assertThatThrownBy(() -> KeyPair.generate(type, new Random(1)))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR))
          .hasMessage(
              "keys of type " + type.title() + " only verify; Ed25519, secp256k1 and P-256 sign");
    }
  }

  @Test
  void itsTextShowsWhoseItIsAndNothingOfTheSecret() {
    var seed = Bytes.utf8("thirty-two bytes make one seed..");

    var text = KeyPair.ofSeed(seed).toString();

    assertThat(text)
        .startsWith("key pair of did:key:z6Mk")
        .doesNotContain(seed.hex())
        .doesNotContain("thirty");
  }

  @Test
  void tellsWhatComputesItsSignatures() {
    assertThat(KeyPair.engine()).isIn("conscrypt", "bouncycastle");
  }

  @Test
  void manyThreadsSignAtOnce() {
    var pair = KeyPair.generate(new Random(3));
    var expected = KeyPair.generate(new Random(3)).sign(MESSAGE);

    var signatures = IntStream.range(0, 200).parallel().mapToObj(_ -> pair.sign(MESSAGE)).toList();

    assertThat(signatures).allMatch(expected::equals);
  }

  @Test
  void aStoredPairThatIsNoneIsNoticedBeforeItSigns() {
    var stranger = KeyPair.generate(new Random(1)).publicKey();
    var pair =
        KeyPair.ofStored(KeyType.ED25519, KeyPair.generate(new Random(2)).secret(), stranger);

    assertThat(pair.did()).isEqualTo(stranger.did());
    assertThatThrownBy(() -> pair.sign(MESSAGE))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage(
            "the private key stored for " + stranger.did() + " belongs to another public key");
  }
}
