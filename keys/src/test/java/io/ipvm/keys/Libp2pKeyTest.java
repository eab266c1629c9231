package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Libp2pKeyTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");

  private final KeyPair zero = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  @Test
  void keysComeBackFromTheirMessages() {
    Property.check(
        40,
        seed -> {
          for (var type : List.of(KeyType.ED25519, KeyType.P_256, KeyType.SECP256K1)) {
            var pair = KeyPair.generate(type, new Random(seed));

            assertThat(Libp2pKey.decodePublic(Libp2pKey.encodePublic(pair.publicKey())))
                .isEqualTo(pair.publicKey());
            assertThat(Libp2pKey.decodePrivate(Libp2pKey.encodePrivate(pair)).secret())
                .isEqualTo(pair.secret());
            var signature = Libp2pKey.signature(pair, MESSAGE);
            assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, signature)).isTrue();
            assertThat(Libp2pKey.verifies(pair.publicKey(), Bytes.EMPTY, signature)).isFalse();
          }
        });
  }

  @Test
  void aSmallKeyIsItsPeerIdAndALargeOneHasAHash() {
    var p256 = KeyPair.generate(KeyType.P_256, new Random(1)).publicKey();
    var secp256k1 = KeyPair.generate(KeyType.SECP256K1, new Random(1)).publicKey();

    assertThat(PublicKey.ofPeerId(zero.publicKey().peerId())).isEqualTo(zero.publicKey());
    assertThat(PublicKey.ofPeerId(secp256k1.peerId())).isEqualTo(secp256k1);
    assertThat(p256.peerId()).startsWith("Qm").hasSize(46);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a libp2p public key: varint",
    "08, a libp2p public key: varint",
    "0801, a libp2p public key: varint",
    "080112, a libp2p public key: varint",
    "08011220aa, a libp2p public key: ",
    "10011200, its field Type is not at offset 0",
    "12000801, its field Type is not at offset 0",
    "08010800, its field Data is not at offset 2",
    "08041200, 'its type is 4, known are 0 to 3'",
    "08011200, an Ed25519 public key has 0 bytes",
    "08021200, a secp256k1 public key has 0 bytes",
    "08031200, its public key is no SubjectPublicKeyInfo",
    "08001200, its public key is no SubjectPublicKeyInfo",
    "08011280 00, varint of 2 bytes is not minimal",
  })
  void refusesWhatIsNoPublicKey(String hex, String why) {
    assertThatThrownBy(() -> Libp2pKey.decodePublic(Bytes.fromHex(hex.replace(" ", ""))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aKeyHasOneForm() {
    var message = Libp2pKey.encodePublic(zero.publicKey());
    var p256 = KeyPair.generate(KeyType.P_256, new Random(1)).publicKey();
    var compressed = Bytes.owned(Der.publicKeyInfo(EcCurve.P_256, p256.raw().toArray()));

    assertThatThrownBy(() -> Libp2pKey.decodePublic(message.concat(Bytes.fromHex("1800"))))
        .hasMessageContaining("2 bytes too many");
    assertThatThrownBy(() ->
            Libp2pKey.decodePublic(
                Bytes.fromHex("080312")
                    .concat(Bytes.of((byte) compressed.size()))
                    .concat(compressed)))
        .hasMessage("a libp2p key of type P-256 is not in the one form that it has");
    assertThatThrownBy(() -> Libp2pKey.decodePublic(Bytes.owned(new byte[Libp2pKey.MAX_SIZE + 1])))
        .hasMessage("a libp2p public key has 8193 bytes, limit 8192");
  }

  @Test
  void anEd25519KeyOfOldWritersNamesItsPublicKeyTwice() {
    var raw = zero.publicKey().raw();
    var seed = Bytes.owned(new byte[32]);
    var old = Bytes.fromHex("08011260").concat(seed).concat(raw).concat(raw);
    var strange = Bytes.fromHex("08011260").concat(seed).concat(raw).concat(seed);

    assertThat(Libp2pKey.decodePrivate(old).did()).isEqualTo(zero.did());
    assertThatThrownBy(() -> Libp2pKey.decodePrivate(strange))
        .hasMessage("a libp2p Ed25519 private key has another's public key");
    assertThatThrownBy(() -> Libp2pKey.decodePrivate(Bytes.fromHex("08011220").concat(seed)))
        .hasMessage("a libp2p Ed25519 private key has 32 bytes, has to have 64 (or 96)");
  }

  @Test
  void aSignatureInAnotherFormIsNone() {
    var pair = KeyPair.generate(KeyType.P_256, new Random(1));
    var der = Libp2pKey.signature(pair, MESSAGE);
    var raw = pair.sign(MESSAGE);

    assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, raw)).isFalse();
    assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, der.concat(Bytes.of((byte) 0))))
        .isFalse();
    assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, der.slice(0, der.size() - 1)))
        .isFalse();
    assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, Bytes.EMPTY)).isFalse();
    // A length in more bytes than it needs.
    var long81 = Bytes.fromHex("3081").concat(der.slice(1));
    assertThat(Libp2pKey.verifies(pair.publicKey(), MESSAGE, long81)).isFalse();
  }
}
