package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Varint;
import io.ipvm.testkit.Property;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicKeyTest {
  /// The key of the seed of 32 zeros.
  private static final String MULTIBASE = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

  private static final Bytes RAW =
      Bytes.fromHex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");

  private final PublicKey key = new PublicKey(KeyType.ED25519, RAW);

  @Test
  void isWrittenAsDidKeyAndPeerId() {
    assertThat(key.did()).hasToString("did:key:" + MULTIBASE);
    assertThat(key).hasToString("did:key:" + MULTIBASE);
    assertThat(key.peerId()).isEqualTo("12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN");
  }

  @Test
  void comesBackFromItsDidAndPeerId() {
    Property.check(seed -> {
      var pair = KeyPair.generate(new Random(seed)).publicKey();

      assertThat(PublicKey.of(pair.did())).isEqualTo(pair);
      assertThat(PublicKey.ofPeerId(pair.peerId())).isEqualTo(pair);
      assertThat(pair.did().text()).startsWith("did:key:z6Mk");
      assertThat(pair.peerId()).startsWith("12D3KooW");
    });
  }

  @Test
  void aDidKeyMayCarryItsVersionAndTheFragmentOfItsOwnKey() {
    assertThat(PublicKey.of(Did.parse("did:key:1.1:" + MULTIBASE))).isEqualTo(key);
    assertThat(PublicKey.of(Did.parse("did:key:1:" + MULTIBASE))).isEqualTo(key);
    assertThat(PublicKey.of(Did.parse("did:key:" + MULTIBASE + "#" + MULTIBASE))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "did:web:example.com, method web is not supported",
    "did:keys:z6Mk, method keys is not supported",
    "did:key:2:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp, did:key version 2",
    "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW, names another key",
    "did:key:uAQID, is not in base58btc",
    "did:key:z0, no BASE58_BTC character",
    "did:key:z, varint",
  })
  void refusesADidItCannotTakeAKeyFrom(String did, String why) {
    assertThatThrownBy(() -> PublicKey.of(Did.parse(did)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "ea, BLS12-381 G1",
    "eb, BLS12-381 G2",
    "ec, 'X25519, which agrees on secrets and signs nothing'",
    "ee, BLS12-381 G1 and G2",
    "1203, Ed448",
    "1300, 'a private Ed25519 key, which is no name for anybody'",
    "55, unknown",
    "7fffffffffffffff, unknown"
  })
  void refusesOtherKeyTypesByName(String multicodec, String name) {
    long code = Long.parseLong(multicodec, 16);
    var did = "did:key:" + Multibase.BASE58_BTC.encode(Varint.encode(code).concat(RAW));

    assertThatThrownBy(() -> PublicKey.of(Did.parse(did)))
        .isInstanceOf(MalformedException.class)
        .hasMessage(
            did
                + " names no key: it is of type 0x"
                + multicodec
                + " ("
                + name
                + "), which signs nothing here");
  }

  @ParameterizedTest
  @CsvSource({
    "SECP256K1, 1, zQ3s, 16Uiu2HA",
    "P_256, 2, zDn, Qm",
    "P_384, 3, z82, ''",
    "P_521, 4, z2J9, ''",
  })
  void otherCurvesHaveDidsAndPeerIdsToo(EcCurve curve, long seed, String did, String peerId) {
    var key = EcdsaTest.Forger.of(curve, seed).key();

    assertThat(key.did().text()).startsWith("did:key:" + did);
    assertThat(PublicKey.of(key.did())).isEqualTo(key);
    if (peerId.isEmpty()) {
      assertThatThrownBy(key::peerId)
          .hasMessage("keys of type " + key.type().title() + " are none of libp2p");
    } else {
      assertThat(key.peerId()).startsWith(peerId);
    }
  }

  @Test
  void aPeerIdMayBeACid() {
    var id = Bytes.fromHex("0172").concat(Libp2pKey.peerId(key).bytes());

    assertThat(PublicKey.ofPeerId(Multibase.BASE32.encode(id))).isEqualTo(key);
    assertThat(PublicKey.ofPeerId(Multibase.BASE36.encode(id))).isEqualTo(key);
  }

  @Test
  void aRefusalNamesTheDid() {
    for (var did : new String[] {"did:key:z", "did:key:z0", "did:key:z6Mk"}) {
      assertThatThrownBy(() -> PublicKey.of(Did.parse(did)))
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith(did + " names no key: ");
    }
  }

  @Test
  void refusesADidKeyWhoseKeyIsTooShortOrTooLong() {
    for (var raw : new Bytes[] {RAW.slice(1), RAW.concat(Bytes.of((byte) 0)), Bytes.EMPTY}) {
      var text = Multibase.BASE58_BTC.encode(Bytes.fromHex("ed01").concat(raw));

      assertThatThrownBy(() -> PublicKey.of(Did.parse("did:key:" + text)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("has to have 32");
    }
  }

  @Test
  void refusesADidKeyWhosePointIsUnusable() {
    for (var hex : Ed25519Test.SMALL_ORDER) {
      var text = Multibase.BASE58_BTC.encode(Bytes.fromHex("ed01" + hex));

      assertThatThrownBy(() -> PublicKey.of(Did.parse("did:key:" + text)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("small order");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC, holds the hash of a key",
    "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe, holds the hash of a key",
    "bafkqaaa, is no CID version 1 of codec libp2p-key",
    "'', multibase",
    "12D3KooW, multihash",
    "1OIl, no BASE58_BTC character"
  })
  void refusesAPeerIdWithoutAKey(String text, String why) {
    assertThatThrownBy(() -> PublicKey.ofPeerId(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void nothingMalformedIsEverASignature() {
    var message = Bytes.utf8("message");

    assertThat(key.verifies(message, Bytes.EMPTY)).isFalse();
    assertThat(key.verifies(message, Bytes.owned(new byte[64]))).isFalse();
    assertThat(key.verifies(message, Bytes.owned(new byte[1000]))).isFalse();
  }
}
