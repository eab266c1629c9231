package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InvocationTest {
  private final MapNode payload = Tokens.invocation();

  @Test
  void readsEveryField() {
    var invocation =
        decode(
            payload
                .with("aud", Node.of("did:web:example.com"))
                .with("prf", Node.list(Node.of(Tokens.RAN)))
                .with("meta", MapNode.of("fuel", Node.of(9L)))
                .with("exp", Node.of(8L))
                .with("iat", Node.of(7L))
                .with("cause", Node.of(Tokens.RAN)));

    assertThat(invocation.issuer()).isEqualTo(Tokens.ALICE.did());
    assertThat(invocation.audience()).hasToString("did:web:example.com");
    assertThat(invocation.subject()).isEqualTo(Tokens.BOB.did());
    assertThat(invocation.command()).hasToString("/wasm/run");
    assertThat(invocation.args()).isEqualTo(MapNode.of("fun", Node.of("add_one")));
    assertThat(invocation.proofs()).containsExactly(Tokens.RAN);
    assertThat(invocation.nonce()).isEqualTo(Bytes.EMPTY);
    assertThat(invocation.meta()).isEqualTo(MapNode.of("fuel", Node.of(9L)));
    assertThat(invocation.expires()).isEqualTo(8L);
    assertThat(invocation.issuedAt()).isEqualTo(7L);
    assertThat(invocation.cause()).isEqualTo(Tokens.RAN);
  }

  @Test
  void optionalFieldsMayBeAbsent() {
    var invocation = decode(payload);

    assertThat(invocation.audience()).isNull();
    assertThat(invocation.expires()).isNull();
    assertThat(invocation.issuedAt()).isNull();
    assertThat(invocation.cause()).isNull();
    assertThat(invocation.meta()).isEqualTo(MapNode.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "cmd", "args", "prf", "nonce", "exp"})
  void refusesAMissingField(String field) {
    refused(payload.without(field), "invocation lacks the key \"" + field + "\"");
  }

  /// Trap T3: another library writes `arg`.
  @ParameterizedTest
  @ValueSource(strings = {"nbf", "pol", "arg", "run", "x"})
  void refusesAnUnknownField(String field) {
    refused(payload.with(field, Node.of(1L)), "invocation has the unknown key \"" + field + "\"");
  }

  @Test
  void refusesFieldsOfTheWrongType() {
    refused(payload.with("sub", Node.NULL), "\"sub\" is of kind");
    refused(payload.with("aud", Node.NULL), "\"aud\" is of kind");
    refused(payload.with("args", Node.list()), "\"args\" is of kind list, not map");
    refused(payload.with("prf", MapNode.EMPTY), "\"prf\" is of kind map, not list");
    refused(
        payload.with("prf", Node.list(Node.of("bafy"))), "\"prf/0\" is of kind string, not link");
    refused(payload.with("iat", Node.NULL), "\"iat\" is of kind");
    refused(payload.with("cause", Node.of("bafy")), "\"cause\" is of kind string, not link");
    refused(payload.with("cmd", Node.of("wasm/run")), "does not begin with a slash");
  }

  @Test
  void theIssuerMayNameItsKeyByAFragment() {
    var alice = Tokens.ALICE.did().text();
    var fragment = alice.substring("did:key:".length());

    var invocation = decode(payload.with("iss", Node.of(alice + "#" + fragment)));

    assertThat(invocation.issuer().samePrincipal(Tokens.ALICE.did())).isTrue();
  }

  @Test
  void tellsASignatureOfSomebodyElseThanTheIssuer() {
    var forged = Envelope.sign(Tokens.BOB, Envelope.INVOCATION, payload).bytes();

    assertThatThrownBy(
            () -> Invocation.decode(forged).envelope().requireSignature(Tokens.ALICE.did()))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH));
    assertThat(Invocation.decode(forged).issuer()).isEqualTo(Tokens.ALICE.did());
  }

  /// The vector of the rule book, TSK-3.
  @Test
  void theTaskIdNamesSubjectCommandArgumentsAndNonce() {
    var args =
        MapNode.builder().put("fun", "add_one").put("params", Node.list(Node.of(42L))).build();
    var subject = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    var asked = payload.with("sub", Node.of(subject)).with("args", args);

    assertThat(decode(asked).taskId().toString(Multibase.BASE58_BTC))
        .isEqualTo("zdpuB2gjGvSiJqVYa1Y2cf6k69aLCFL3b45SWQGNvr8KwbjFY");
    assertThat(decode(asked.with("exp", Node.of(1L)).with("iat", Node.of(1L))).taskId())
        .isEqualTo(decode(asked).taskId());
    assertThat(decode(asked.with("nonce", Node.of(Bytes.utf8("n")))).taskId())
        .isNotEqualTo(decode(asked).taskId());
  }

  private static Invocation decode(MapNode payload) {
    return Invocation.decode(Tokens.signed(Envelope.INVOCATION, payload));
  }

  private static void refused(MapNode payload, String why) {
    assertThatThrownBy(() -> decode(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
