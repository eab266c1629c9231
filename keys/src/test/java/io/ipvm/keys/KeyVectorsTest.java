package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Published vectors: did:key of all key types, peer ids.
final class KeyVectorsTest {
  @Test
  void derivesAndReadsTheEd25519KeysOfTheDidKeyMethod() {
    var vectors = load("ucan/did-key/ed25519-x25519.json");

    assertThat(vectors.properties()).hasSizeGreaterThanOrEqualTo(5);
    for (var vector : vectors.properties()) {
      var seed = Bytes.fromHex(vector.getValue().get("seed").asString());

      var pair = KeyPair.ofSeed(seed);

      assertThat(pair.did()).hasToString(vector.getKey());
      assertThat(PublicKey.of(Did.parse(vector.getKey()))).isEqualTo(pair.publicKey());
      var agreement = vector.getValue().at("/keyAgreementKeyPair/id").asString();
      var fragment = agreement.substring(agreement.indexOf('#') + 1);
      assertThatThrownBy(() -> PublicKey.of(Did.parse("did:key:" + fragment)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("X25519, which agrees on secrets and signs nothing");
    }
    Conformance.of("ucan/did-key/ed25519-x25519.json").passed(vectors.properties().size()).record();
  }

  @ParameterizedTest
  @CsvSource({"x25519.json, X25519", "bls12381.json, BLS12-381"})
  void refusesKeysThatSignNothingByName(String file, String name) {
    var vectors = load("ucan/did-key/" + file);
    var keys = vectors.has("didDocument") ? vectors.get("didDocument") : vectors;

    assertThat(keys.properties()).isNotEmpty();
    for (var vector : keys.properties()) {
      assertThatThrownBy(() -> PublicKey.of(Did.parse(vector.getKey())))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("(" + name);
    }
    Conformance.of("ucan/did-key/" + file).passed(keys.properties().size()).record();
  }

  @ParameterizedTest
  @CsvSource({"secp256k1.json", "nist-curves.json", "rsa.json"})
  void readsTheKeysOfTheDidKeyMethod(String file) {
    var vectors = load("ucan/did-key/" + file);

    assertThat(vectors.properties()).isNotEmpty();
    for (var vector : vectors.properties()) {
      var key = PublicKey.of(Did.parse(vector.getKey()));

      assertThat(key.did()).hasToString(vector.getKey());
      assertThat(key.raw()).isEqualTo(published(key.type(), vector.getValue()));
      privateKey(vector.getValue())
          .filter(_ -> key.type().signs())
          .ifPresent(secret ->
              assertThat(KeyPair.ofSecret(key.type(), secret).publicKey()).isEqualTo(key));
    }
    Conformance.of("ucan/did-key/" + file).passed(vectors.properties().size()).record();
  }

  /// The raw form of a key as the vector gives it in base58 or as a JWK.
  private static Bytes published(KeyType type, JsonNode vector) {
    var base58 = vector.findValue("publicKeyBase58");
    if (base58 != null) {
      return Multibase.BASE58_BTC.decodeBare(base58.asString());
    }
    var jwk = vector.findValue("publicKeyJwk");
    if (type == KeyType.RSA) {
      return RsaTest.der(
          new BigInteger(1, base64(jwk.get("n")).toArray()),
          new BigInteger(1, base64(jwk.get("e")).toArray()));
    }
    var y = base64(jwk.get("y"));
    return Bytes.of((byte) (2 + (y.at(y.size() - 1) & 1))).concat(base64(jwk.get("x")));
  }

  private static Optional<Bytes> privateKey(JsonNode vector) {
    var base58 = vector.findValue("privateKeyBase58");
    if (base58 != null) {
      return Optional.of(Multibase.BASE58_BTC.decodeBare(base58.asString()));
    }
    return Optional.ofNullable(vector.findValue("privateKeyJwk")).map(jwk -> base64(jwk.get("d")));
  }

  private static Bytes base64(JsonNode text) {
    return Bytes.owned(Base64.getUrlDecoder().decode(text.asString()));
  }

  @Test
  void readsAndWritesTheKeysAndPeerIdsOfLibp2p() {
    var data = load("libp2p/peer-id.json");

    for (var key : data.get("keys")) {
      var publicBytes = Bytes.fromHex(key.get("public").asString());
      var publicKey = Libp2pKey.decodePublic(publicBytes);
      assertThat(Libp2pKey.encodePublic(publicKey)).isEqualTo(publicBytes);

      var privateBytes = Bytes.fromHex(key.get("private").asString());
      if (publicKey.type().signs()) {
        var pair = Libp2pKey.decodePrivate(privateBytes);
        assertThat(pair.publicKey()).isEqualTo(publicKey);
        assertThat(Libp2pKey.encodePrivate(pair)).isEqualTo(privateBytes);
      } else {
        assertThatThrownBy(() -> Libp2pKey.decodePrivate(privateBytes))
            .hasMessage("a libp2p RSA key signs nothing here");
      }
    }
    for (var entry : data.get("peerIds")) {
      var text = entry.get("text").asString();
      if (entry.get("form").asString().contains("identity")) {
        assertThat(PublicKey.ofPeerId(text).peerId()).isEqualTo(text);
      } else {
        assertThatThrownBy(() -> PublicKey.ofPeerId(text))
            .hasMessageContaining("holds the hash of a key");
      }
    }
    Conformance.of("libp2p/peer-id.json")
        .passed(data.get("keys").size() + data.get("peerIds").size())
        .record();
  }

  @Test
  void verifiesTheSignaturesOfLibp2pAndReproducesThoseThatCanBe() {
    var data = load("libp2p/key-signatures.json");
    var message = Bytes.utf8(data.get("message").asString());

    for (var vector : data.get("keys")) {
      var key = Libp2pKey.decodePublic(Bytes.fromHex(vector.get("public").asString()));
      var signature = Bytes.fromHex(vector.get("signature").asString());

      assertThat(Libp2pKey.verifies(key, message, signature)).isTrue();
      assertThat(Libp2pKey.verifies(key, Bytes.utf8("another"), signature)).isFalse();
      if (key.type().signs()) {
        var pair = Libp2pKey.decodePrivate(Bytes.fromHex(vector.get("private").asString()));
        var signed = Libp2pKey.signature(pair, message);
        assertThat(Libp2pKey.verifies(key, message, signed)).isTrue();
        if (key.type() == KeyType.SECP256K1) {
          assertThat(signed).isEqualTo(signature);
        }
      }
    }
    Conformance.of("libp2p/key-signatures.json").passed(data.get("keys").size()).record();
  }

  private static JsonNode load(String path) {
    var file = TestData.find(path);
    assumeTrue(file.isPresent(), TestData.ABSENT);
    return new ObjectMapper().readTree(file.orElseThrow());
  }
}
