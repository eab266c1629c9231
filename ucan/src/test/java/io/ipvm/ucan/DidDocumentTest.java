package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a DID document endorses (rules DID-1, DID-4).
final class DidDocumentTest {
  private static final Did DID = Did.parse("did:web:example.com");
  private static final String MULTIBASE = Chains.ANN.did().text().substring("did:key:".length());

  @Test
  void did4AMethodThatNoRelationshipNamesSignsNothing() {
    assertThat(keys("")).isEmpty();
    assertThat(keys("\"capabilityDelegation\": [],")).isEmpty();
    assertThat(keys("\"assertionMethod\": [\"#one\"], \"authentication\": [\"#one\"],")).isEmpty();
    assertThat(keys("\"capabilityInvocation\": [\"#one\"],")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#one", "did:web:example.com#one"})
  void methodsAreNamedWholeOrByFragment(String name) {
    assertThat(keys("\"capabilityDelegation\": [\"" + name + "\"],"))
        .containsExactly(Chains.ANN.publicKey());
  }

  @Test
  void aMethodMayStandInTheRelationshipItself() {
    var embedded =
        "\"capabilityDelegation\": [{\"id\": \"#two\", \"publicKeyMultibase\": \""
            + Chains.BEN.did().text().substring("did:key:".length())
            + "\"}],";

    assertThat(keys(embedded)).containsExactly(Chains.BEN.publicKey());
  }

  @Test
  void did1AFragmentPicksOneKey() {
    var document = read("\"capabilityDelegation\": [\"#one\", \"#nobody\", 7],");

    assertThat(document.keys(Did.parse(DID.text() + "#one"), DidResolver.Purpose.DELEGATE))
        .containsExactly(Chains.ANN.publicKey());
    assertThat(document.keys(Did.parse(DID.text() + "#two"), DidResolver.Purpose.DELEGATE))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "P_256", "SECP256K1"})
  void keysMayBeMultibase(KeyType type) {
    var key = KeyPair.generate(type, new Random(5)).publicKey();
    var text = key.did().text().substring("did:key:".length());

    assertThat(embedded("\"publicKeyMultibase\": \"" + text + "\"")).containsExactly(key);
  }

  @Test
  void keysMayBeJwks() {
    // The example keys of RFC 8037 A.2 and RFC 7515 A.3.
    assertThat(
            embedded(
                "\"publicKeyJwk\": {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\":"
                    + " \"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"))
        .extracting(PublicKey::type)
        .containsExactly(KeyType.ED25519);
    assertThat(
            embedded(
                "\"publicKeyJwk\": {\"kty\": \"EC\", \"crv\": \"P-256\", \"x\":"
                    + " \"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\", \"y\":"
                    + " \"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"))
        .extracting(PublicKey::type)
        .containsExactly(KeyType.P_256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"publicKeyMultibase\": \"zrubbish\"",
        "\"publicKeyJwk\": {\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\"}",
        "\"publicKeyJwk\": {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"AAAA\"}",
        "\"publicKeyJwk\": {\"kty\": \"EC\", \"crv\": \"P-256\"}",
        "\"blockchainAccountId\": \"eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb\""
      })
  void keysOfOtherKindsArePassedOver(String key) {
    assertThat(embedded(key)).isEmpty();
  }

  @Test
  void aDocumentThatIsNoneOrAnothersIsRefused() {
    for (var text : List.of("[]", "{}", "{\"id\": \"did:web:example.org\"}", "<html>", "")) {
      assertThatThrownBy(() -> DidDocument.read(DID, Bytes.utf8(text)))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void lim1ADocumentOfTooManyMethodsIsRefused() {
    var names = "\"#one\",".repeat(DidDocument.MAX_METHODS);

    assertThat(keys("\"capabilityDelegation\": [" + names.substring(0, names.length() - 1) + "],"))
        .hasSize(DidDocument.MAX_METHODS);
    assertThatThrownBy(() -> keys("\"capabilityDelegation\": [" + names + "\"#one\"],"))
        .hasMessageContaining("has 65 of capabilityDelegation, limit 64");
  }

  private static List<PublicKey> embedded(String key) {
    return keys("\"capabilityDelegation\": [{\"id\": \"#two\", " + key + "}],");
  }

  private static List<PublicKey> keys(String relationships) {
    return read(relationships).keys(DID, DidResolver.Purpose.DELEGATE);
  }

  private static DidDocument read(String relationships) {
    return DidDocument.read(
        DID,
        Bytes.utf8(
            "{"
                + relationships
                + "\"id\": \"did:web:example.com\", \"verificationMethod\": [{\"id\": \"#one\","
                + " \"publicKeyMultibase\": \""
                + MULTIBASE
                + "\"}]}"));
  }
}
