package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
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
  @CsvSource({
    "x25519.json, X25519",
    "secp256k1.json, secp256k1",
    "nist-curves.json, P-",
    "rsa.json, RSA",
    "bls12381.json, BLS12-381"
  })
  void refusesTheOtherKeyTypesByName(String file, String name) {
    var vectors = load("ucan/did-key/" + file);
    var keys = vectors.has("didDocument") ? vectors.get("didDocument") : vectors;

    assertThat(keys.properties()).isNotEmpty();
    for (var vector : keys.properties()) {
      assertThatThrownBy(() -> PublicKey.of(Did.parse(vector.getKey())))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("(" + name);
    }
    Conformance.of("ucan/did-key/" + file)
        .skipped(keys.properties().size(), name + ": refused by name, not supported yet")
        .record();
  }

  @Test
  void writesAndReadsThePeerIdsOfLibp2p() {
    var data = load("libp2p/peer-id.json");

    for (var key : data.get("keys")) {
      if (!key.get("type").asString().equals("ED25519")) {
        continue;
      }
      // Protobuf: type, then seed and public key in one field of 64 bytes.
      var secret = Bytes.fromHex(key.get("private").asString()).slice(4);
      var pair = KeyPair.ofSeed(secret.slice(0, 32));
      assertThat("08011220" + pair.publicKey().raw().hex()).isEqualTo(key.get("public").asString());
    }
    int ed25519 = 0;
    for (var entry : data.get("peerIds")) {
      var text = entry.get("text").asString();
      if (text.startsWith("12D3KooW")) {
        assertThat(PublicKey.ofPeerId(text).peerId()).isEqualTo(text);
        ed25519++;
      } else {
        assertThatThrownBy(() -> PublicKey.ofPeerId(text)).isInstanceOf(MalformedException.class);
      }
    }
    assertThat(ed25519).isPositive();
    Conformance.of("libp2p/peer-id.json")
        .passed(ed25519)
        .skipped(data.get("peerIds").size() - ed25519, "of other key types: refused")
        .record();
  }

  private static JsonNode load(String path) {
    var file = TestData.find(path);
    assumeTrue(file.isPresent(), TestData.ABSENT);
    return new ObjectMapper().readTree(file.orElseThrow());
  }
}
