package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class DelegationTest {
  private final MapNode payload = Tokens.delegation();

  @Test
  void readsEveryField() {
    var delegation =
        decode(payload.with("nbf", Node.of(7L)).with("meta", MapNode.of("why", Node.of("test"))));

    assertThat(delegation.issuer()).isEqualTo(Tokens.ALICE.did());
    assertThat(delegation.audience()).isEqualTo(Tokens.BOB.did());
    assertThat(delegation.subject()).isEqualTo(Tokens.ALICE.did());
    assertThat(delegation.command()).hasToString("/wasm");
    assertThat(delegation.policy().toNodes()).isEmpty();
    assertThat(delegation.nonce()).isEqualTo(Bytes.utf8("twelve bytes"));
    assertThat(delegation.meta()).isEqualTo(MapNode.of("why", Node.of("test")));
    assertThat(delegation.notBefore()).isEqualTo(7L);
    assertThat(delegation.expires()).isEqualTo(1_900_000_000L);
    assertThat(delegation.cid().names(delegation.bytes())).isTrue();
  }

  @Test
  void optionalFieldsMayBeAbsentAndMetaEmpty() {
    var delegation = decode(payload.with("sub", Node.NULL).with("exp", Node.NULL));

    assertThat(delegation.subject()).isNull();
    assertThat(delegation.expires()).isNull();
    assertThat(delegation.notBefore()).isNull();
    assertThat(delegation.meta()).isEqualTo(MapNode.EMPTY);
    assertThat(decode(payload.with("meta", MapNode.EMPTY)).meta()).isEqualTo(MapNode.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "sub", "cmd", "pol", "nonce", "exp"})
  void refusesAMissingField(String field) {
    refused(payload.without(field), "delegation lacks the key \"" + field + "\"");
  }

  @Test
  void refusesFieldsOfTheWrongType() {
    refused(payload.with("iss", Node.NULL), "\"iss\" is of kind");
    refused(payload.with("aud", Node.of(Bytes.EMPTY)), "\"aud\" is of kind");
    refused(payload.with("sub", Node.of(1L)), "\"sub\" is of kind");
    refused(payload.with("sub", Node.of("alice")), "is no DID");
    refused(payload.with("cmd", Node.list()), "\"cmd\" is of kind list, not string");
    refused(payload.with("pol", MapNode.EMPTY), "\"pol\" is of kind map, not list");
    refused(payload.with("nonce", Node.of("text")), "\"nonce\" is of kind string, not byte string");
    refused(payload.with("meta", Node.list()), "\"meta\" is of kind list, not map");
    refused(payload.with("exp", Node.of(1.5)), "\"exp\" is of kind");
    refused(payload.with("exp", Node.of("soon")), "\"exp\" is of kind");
    refused(payload.with("nbf", Node.NULL), "\"nbf\" is of kind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prf", "args", "iat", "cause", "nnc", "fct", "x"})
  void refusesAnUnknownField(String field) {
    refused(payload.with(field, Node.list()), "delegation has the unknown key \"" + field + "\"");
  }

  @Test
  void timesHave53Bits() {
    assertThat(decode(payload.with("exp", Node.of((1L << 53) - 1))).expires())
        .isEqualTo(9_007_199_254_740_991L);
    assertThat(decode(payload.with("nbf", Node.of(1 - (1L << 53)))).notBefore())
        .isEqualTo(-9_007_199_254_740_991L);
    refused(payload.with("exp", Node.of(1L << 53)), "exp is 9007199254740992, outside of the 53");
    refused(payload.with("nbf", Node.of(-(1L << 53))), "outside of the 53 bits");
    refused(payload.with("exp", Node.of(Long.MIN_VALUE)), "outside of the 53 bits");
    refused(payload.with("exp", Node.of(Long.MAX_VALUE)), "outside of the 53 bits");
  }

  /// Trap T5: another library demands twelve bytes.
  @Test
  void aNonceHasAtMost64Bytes() {
    assertThat(decode(payload.with("nonce", bytes(64))).nonce().size()).isEqualTo(64);
    assertThat(decode(payload.with("nonce", bytes(0))).nonce().size()).isZero();
    refused(payload.with("nonce", bytes(65)), "nonce has 65 bytes, limit 64");
  }

  @Test
  void aTokenHasAtMost64KiB() {
    int rest = Tokens.signed(Envelope.DELEGATION, payload.with("meta", filler(60_000))).size();
    int room = Envelope.MAX_TOKEN - (rest - 60_000);

    assertThat(decode(payload.with("meta", filler(room))).bytes().size()).isEqualTo(65_536);
    refused(payload.with("meta", filler(room + 1)), "a token has 65537 bytes, limit 65536");
  }

  @Test
  void refusesASignatureOfSomebodyElseThanTheIssuer() {
    var forged = Envelope.sign(Tokens.BOB, Envelope.DELEGATION, payload).bytes();

    assertThatThrownBy(
            () -> Delegation.decode(forged).envelope().requireSignature(Tokens.ALICE.did()))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
        .hasMessageEndingWith("is not of " + Tokens.ALICE.did());
  }

  @Test
  void refusesAnInvocation() {
    var invocation = Tokens.signed(Envelope.INVOCATION, Tokens.invocation());

    assertThatThrownBy(() -> Delegation.decode(invocation))
        .hasMessage("the token is ucan/inv@1.0.0, wanted is ucan/dlg@1.0.0");
  }

  @Test
  void readsThePublishedDelegations() {
    var file = TestData.find("ucan/delegation.json");
    assumeTrue(file.isPresent(), TestData.ABSENT);
    var vectors = new ObjectMapper().readTree(file.orElseThrow());
    var dids =
        vectors.get("principals").properties().stream()
            .map(entry -> base64(entry.getValue()).slice(2))
            .map(seed -> KeyPair.ofSeed(seed).did())
            .toList();

    for (var vector : vectors.get("valid")) {
      var token = base64(vector.get("token"));
      var expected = vector.at("/envelope/payload");

      var delegation = Delegation.decode(token);
      delegation.envelope().requireSignature(delegation.issuer());

      assertThat(delegation.cid()).isEqualTo(Cid.parse(vector.get("cid").asString()));
      assertThat(delegation.bytes()).isEqualTo(token);
      assertThat(delegation.issuer()).hasToString(expected.get("iss").asString()).isIn(dids);
      assertThat(delegation.audience()).hasToString(expected.get("aud").asString()).isIn(dids);
      assertThat(delegation.subject()).hasToString(expected.get("sub").asString());
      assertThat(delegation.command()).hasToString(expected.get("cmd").asString());
      assertThat(delegation.policy().toNodes()).hasSize(expected.get("pol").size());
      assertThat(delegation.expires()).isEqualTo(expected.get("exp").asLong());
      assertThat(delegation.nonce()).isEqualTo(base64(expected.get("nonce")));
      assertThat(Envelope.decode(token, Envelope.MAX_TOKEN).signature())
          .isEqualTo(base64(vector.at("/envelope/signature")));
      assertThat(vector.at("/envelope/enc").asString().toLowerCase(Locale.ROOT))
          .isEqualTo("dag-cbor");
    }
    Conformance.of("ucan/delegation.json").passed(vectors.get("valid").size()).record();
  }

  private static Bytes base64(JsonNode text) {
    return Bytes.owned(Base64.getDecoder().decode(text.asString()));
  }

  private static Node bytes(int size) {
    return Node.of(Bytes.owned(new byte[size]));
  }

  private static MapNode filler(int size) {
    return MapNode.of("filler", bytes(size));
  }

  private static Delegation decode(MapNode payload) {
    return Delegation.decode(Tokens.signed(Envelope.DELEGATION, payload));
  }

  private static void refused(MapNode payload, String why) {
    assertThatThrownBy(() -> decode(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
