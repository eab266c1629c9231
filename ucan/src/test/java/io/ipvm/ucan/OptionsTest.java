package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

final class OptionsTest {
  private static final Options CANDIDATE = Options.interop(Option.RELEASE_CANDIDATE);
  private static final Options OFF_SPEC = Options.interop(Option.OFF_SPEC_ALGORITHMS);

  /// Trap T8: other libraries write only these tags.
  @Test
  void tagsOfTheReleaseCandidateAreTakenByTheirOption() {
    var grant = Tokens.signed("ucan/dlg@1.0.0-rc.1", Tokens.delegation());
    var demand = Tokens.signed("ucan/inv@1.0.0-rc.1", Tokens.invocation());

    assertThat(Token.decode(grant, CANDIDATE)).isInstanceOf(Delegation.class);
    assertThat(Delegation.decode(grant, CANDIDATE).bytes()).isEqualTo(grant);
    assertThat(Token.decode(demand, CANDIDATE)).isInstanceOf(Invocation.class);
    assertThatThrownBy(() -> Invocation.decode(grant, CANDIDATE))
        .hasMessage("the token is ucan/dlg@1.0.0-rc.1, wanted is ucan/inv@1.0.0");
    refused(grant, Options.STRICT, "is not known, known are");
    refused(grant, Options.STRICT, "; option RELEASE_CANDIDATE allows it");
  }

  /// Trap T1: another library does not look at the version.
  @ParameterizedTest
  @ValueSource(
      strings = {"ucan/dlg@1.0.0-rc.2", "ucan/dlg@1.0.0-rc.1 ", "ucan/dlg@1.0.01", "ucan/dlg@1.0"})
  void noOptionTakesAnotherVersion(String tag) {
    refused(
        Tokens.signed(tag, Tokens.delegation()), Options.interop(Option.values()), "is not known");
  }

  @Test
  void anInvocationMayBeginLaterByItsOption() {
    var token = Tokens.signed(Envelope.INVOCATION, Tokens.invocation().with("nbf", Node.of(7L)));

    refused(token, Options.STRICT, "invocation has the unknown key \"nbf\"");
    refused(token, Options.STRICT, "option INVOCATION_NBF allows it");
    assertThat(Invocation.decode(token, Options.interop(Option.INVOCATION_NBF)).notBefore())
        .isEqualTo(7L);
  }

  @ParameterizedTest
  @CsvSource({
    "secp384r1, P_384, SHA384withECDSAinP1363Format, 3401ec0181242071, ES384",
    "secp521r1, P_521, SHA512withECDSAinP1363Format, 3401ec0182241371, ES512"
  })
  void otherCurvesVerifyByTheirOption(
      String curve, KeyType type, String jca, String header, String title)
      throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var pair = generator.generateKeyPair();
    var point = ((ECPublicKey) pair.getPublic()).getW();
    int size =
        (((ECPublicKey) pair.getPublic()).getParams().getCurve().getField().getFieldSize() + 7) / 8;
    var raw =
        Bytes.of((byte) (point.getAffineY().testBit(0) ? 3 : 2))
            .concat(padded(point.getAffineX(), size));
    var did = new PublicKey(type, raw).did();
    var signer = Signature.getInstance(jca);
    signer.initSign(pair.getPrivate());

    verifiesByItsOption(did, header, title, signer);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withRSA, 3401852412800271, RS256",
    "SHA384withRSA, 3401852420800271, RS384",
    "SHA512withRSA, 3401852413800271, RS512"
  })
  void rsaVerifiesByItsOption(String jca, String header, String title)
      throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var did = new PublicKey(KeyType.RSA, pkcs1((RSAPublicKey) pair.getPublic())).did();
    var signer = Signature.getInstance(jca);
    signer.initSign(pair.getPrivate());

    verifiesByItsOption(did, header, title, signer);
  }

  private static void verifiesByItsOption(Did did, String header, String title, Signature signer)
      throws GeneralSecurityException {
    var payload = Tokens.delegation().with("iss", Node.of(did.text()));
    var sigPayload =
        MapNode.builder().put("h", Bytes.fromHex(header)).put(Envelope.DELEGATION, payload).build();
    signer.update(DagCbor.encode(sigPayload).toArray());
    var signature = Bytes.owned(signer.sign());
    var token = DagCbor.encode(Node.list(Node.of(signature), sigPayload));

    var read = Delegation.decode(token, OFF_SPEC);

    assertThat(read.envelope().signed()).isEqualTo(DagCbor.encode(sigPayload));
    assertThatCode(() -> read.envelope().requireSignature(did)).doesNotThrowAnyException();
    refused(token, Options.STRICT, "signature algorithm " + title + " is not supported");
    refused(token, Options.STRICT, "option OFF_SPEC_ALGORITHMS allows it");
    var cut = DagCbor.encode(Node.list(Node.of(signature.slice(1)), sigPayload));
    refused(cut, OFF_SPEC, "the signature has " + (signature.size() - 1) + " bytes");
    var other = DagCbor.encode(Node.list(Node.of(turned(signature)), sigPayload));
    assertThatThrownBy(() -> Delegation.decode(other, OFF_SPEC).envelope().requireSignature(did))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH));
  }

  @Test
  void dagJsonIsSignedByItsOption() {
    var sigPayload =
        MapNode.builder()
            .put("h", Bytes.fromHex("3401ed01ed0113a902"))
            .put(Envelope.DELEGATION, Tokens.delegation())
            .build();
    var signature = Tokens.ALICE.sign(Bytes.utf8(DagJson.encode(sigPayload)));
    var token = DagCbor.encode(Node.list(Node.of(signature), sigPayload));
    var overCbor = Tokens.signed(Tokens.ALICE, sigPayload);
    var options = Options.interop(Option.DAG_JSON_SIGNATURE);

    assertThatCode(
            () -> Delegation.decode(token, options).envelope().requireSignature(Tokens.ALICE.did()))
        .doesNotThrowAnyException();
    refused(token, Options.STRICT, "option DAG_JSON_SIGNATURE allows it");
    assertThatThrownBy(() ->
            Delegation.decode(overCbor, options).envelope().requireSignature(Tokens.ALICE.did()))
        .hasMessageContaining("is not of " + Tokens.ALICE.did());
  }

  @Test
  void aTokenCanBeShownAndReadAsDagJson() {
    var token = Token.decode(Tokens.signed(Envelope.DELEGATION, Tokens.delegation()));

    assertThat(token.toJson()).startsWith("[{\"/\":{\"bytes\":\"");
    assertThat(Token.ofJson(token.toJson(), Options.STRICT).bytes()).isEqualTo(token.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"delegation-new", "delegation-root", "invocation-new"})
  void readsThePublishedTokensOfTheReleaseCandidate(String name) throws IOException {
    var json = published("rc1/" + name + ".dagjson");

    var token = Token.ofJson(json, CANDIDATE);

    signed(token).requireSignature(token.issuer());
    assertThat(token.toJson()).isEqualTo(json);
    assertThatThrownBy(() -> Token.ofJson(json, Options.STRICT))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("RELEASE_CANDIDATE");
    Conformance.of("ucan/rc1/" + name + ".dagjson").passed(1).record();
  }

  /// A powerline says `sub: null`; without `sub` nobody knows what was meant.
  @Test
  void refusesThePublishedPowerlineWhichLacksItsSubject() throws IOException {
    var json = published("rc1/delegation-powerline.dagjson");

    assertThatThrownBy(() -> Token.ofJson(json, CANDIDATE))
        .isInstanceOf(MalformedException.class)
        .hasMessage("delegation lacks the key \"sub\"");
    Conformance.of("ucan/rc1/delegation-powerline.dagjson").passed(1).record();
  }

  @Test
  void verifiesThePublishedEnvelopeThatIsNoToken() throws IOException {
    var json = published("rc1/envelope-example.dagjson");
    var file = TestData.find("ucan/rc1/envelope-example.dagcbor").orElseThrow();
    var cbor = Bytes.owned(Files.readAllBytes(file));

    var items = ((Node.ListNode) DagCbor.decode(cbor)).items();

    assertThat(DagJson.decode(json)).isEqualTo(Node.list(items));
    assertThat(DagCbor.encode(DagJson.decode(json))).isEqualTo(cbor);
    var sigPayload = (MapNode) items.get(1);
    var issuer = (MapNode) sigPayload.find("ucan/example@v1.0.0-rc.1").orElseThrow();
    var did = (Node.StringNode) issuer.find("iss").orElseThrow();
    assertThat(
            PublicKey.of(Did.parse(did.value()))
                .verifies(DagCbor.encode(sigPayload), ((Node.BytesNode) items.get(0)).value()))
        .isTrue();
    refused(cbor, CANDIDATE, "token type \"ucan/example@v1.0.0-rc.1\" is not known");
    Conformance.of("ucan/rc1/envelope-example").passed(2).record();
  }

  @Test
  void readsThePublishedInteropDelegation() throws IOException {
    var vectors = new ObjectMapper().readTree(published("rc1/interop-delegation.json"));

    for (var vector : vectors.get("valid")) {
      var bytes = Bytes.owned(Base64.getDecoder().decode(vector.get("token").asString()));
      var token = Delegation.decode(bytes, CANDIDATE);

      token.envelope().requireSignature(token.issuer());
      assertThat(token.cid()).isEqualTo(Cid.parse(vector.get("cid").asString()));
      refused(bytes, Options.STRICT, "RELEASE_CANDIDATE");
    }
    Conformance.of("ucan/rc1/interop-delegation.json").passed(vectors.get("valid").size()).record();
  }

  private static String published(String name) throws IOException {
    var file = TestData.find("ucan/" + name);
    assumeTrue(file.isPresent(), TestData.ABSENT);
    return Files.readString(file.orElseThrow()).strip();
  }

  private static Envelope signed(Token token) {
    return switch (token) {
      case Delegation delegation -> delegation.envelope();
      case Invocation invocation -> invocation.envelope();
    };
  }

  private static Bytes turned(Bytes signature) {
    var bytes = signature.toArray();
    bytes[bytes.length - 1] ^= 1;
    return Bytes.owned(bytes);
  }

  private static Bytes padded(BigInteger number, int size) {
    var bytes = number.toByteArray();
    var padded = new byte[size];
    int used = Math.min(bytes.length, size);
    System.arraycopy(bytes, bytes.length - used, padded, size - used, used);
    return Bytes.owned(padded);
  }

  /// What is inside the bit string at the end of a SubjectPublicKeyInfo of 2048 bits.
  private static Bytes pkcs1(RSAPublicKey key) {
    return Bytes.owned(key.getEncoded()).slice(24);
  }

  private static void refused(Bytes token, Options options, String why) {
    assertThatThrownBy(() -> Token.decode(token, options))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
