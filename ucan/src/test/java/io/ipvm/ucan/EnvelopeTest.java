package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.testkit.Property;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
  private static final String TAG = Envelope.INVOCATION;
  private static final int LIMIT = Envelope.MAX_TOKEN;

  private final MapNode payload = Tokens.invocation();
  private final Bytes token = Tokens.signed(TAG, payload);

  @Test
  void readsWhatItSigned() {
    var envelope = Envelope.decode(token, LIMIT);

    assertThat(envelope.tag()).isEqualTo(TAG);
    assertThat(envelope.payload()).isEqualTo(payload);
    assertThat(envelope).isEqualTo(Envelope.sign(Tokens.ALICE, TAG, payload));
    assertThatCode(() -> envelope.requireSignature(Tokens.ALICE.did())).doesNotThrowAnyException();
  }

  @Test
  void isWrittenAsSignatureThenHeaderThenPayload() {
    assertThat(token.slice(0, 3).hex()).isEqualTo("825840");
    // A map of two whose first key is h.
    assertThat(token.slice(67, 70).hex()).isEqualTo("a26168");
    assertThat(Envelope.decode(token, LIMIT).signed()).isEqualTo(token.slice(67));
    assertThat(DagCbor.encode(DagCbor.decode(token))).isEqualTo(token);
  }

  @Test
  void isNamedByTheWholeToken() {
    assertThat(Envelope.decode(token, LIMIT).cid().names(token)).isTrue();
    assertThat(Envelope.decode(token, LIMIT).cid().toString()).startsWith("bafyrei");
  }

  @Test
  void refusesATokenOfWhichAnyBitIsTurned() {
    Property.check(seed -> {
      var random = new Random(seed);
      var bytes = token.toArray();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> verified(Bytes.owned(bytes))).isInstanceOf(IpvmException.class);
    });
  }

  @Test
  void refusesATokenThatIsCutOffAnywhere() {
    for (int size = 0; size < token.size(); size++) {
      var cut = token.slice(0, size);

      assertThatThrownBy(() -> verified(cut)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void refusesTheSignatureOfSomebodyElse() {
    var envelope = Envelope.decode(token, LIMIT);

    assertThatThrownBy(() -> envelope.requireSignature(Tokens.BOB.did()))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
        .hasMessage("the signature of token " + envelope.cid() + " is not of " + Tokens.BOB.did());
  }

  /// Trap T8: another library knows keys of Ed25519 only.
  @ParameterizedTest
  @EnumSource(names = {"P_256", "SECP256K1"})
  void keysOfOtherCurvesSignTokensToo(KeyType type) {
    var signer = KeyPair.generate(type, new Random(1));
    var payload = Tokens.delegation().with("iss", Node.of(signer.did().text()));

    var made = Envelope.sign(signer, Envelope.DELEGATION, payload);
    var read = Envelope.decode(made.bytes(), LIMIT);

    assertThat(read).isEqualTo(made);
    assertThat(read.keyType()).isEqualTo(type);
    assertThatCode(() -> read.requireSignature(signer.did())).doesNotThrowAnyException();
    assertThat(Delegation.decode(made.bytes()).issuer()).isEqualTo(signer.did());
    assertThat(Envelope.sign(signer, Envelope.DELEGATION, payload)).isEqualTo(made);
    assertThatThrownBy(() -> read.requireSignature(Tokens.ALICE.did()))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
        .hasMessage(
            "token "
                + read.cid()
                + " is signed with "
                + type.title()
                + ", the key of "
                + Tokens.ALICE.did()
                + " is of type Ed25519");
  }

  @Test
  void aSignatureIsOfOneSize() {
    var list =
        Node.list(
            Node.of(Bytes.owned(new byte[63])),
            MapNode.builder()
                .put("h", Varsig.ES256)
                .put(Envelope.DELEGATION, Tokens.delegation())
                .build());

    assertThatThrownBy(() -> Envelope.decode(DagCbor.encode(list), LIMIT))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the signature has 63 bytes, has to have 64");
  }

  @Test
  void refusesAnIssuerWhoseKeyIsNotKnown() {
    var envelope = Envelope.decode(token, LIMIT);

    assertThatThrownBy(() -> envelope.requireSignature(Did.parse("did:web:example.com")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("method web is not supported");
  }

  /// Trap T2: whoever encodes what was signed again takes this, too.
  @Test
  void refusesKeysInAnotherOrderEvenIfTheyAreSignedSo() {
    // The payload first, h after it: canonical DAG-CBOR sorts shorter keys first.
    var header = Bytes.fromHex("6168").concat(DagCbor.encode(Node.of(Varsig.ED25519)));
    var body = DagCbor.encode(Node.of(TAG)).concat(DagCbor.encode(payload));
    var signed = Bytes.fromHex("a2").concat(body).concat(header);
    var swapped = Bytes.fromHex("825840").concat(Tokens.ALICE.sign(signed)).concat(signed);

    assertThatThrownBy(() -> Envelope.decode(swapped, LIMIT))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesAnythingBehindTheToken() {
    assertThatThrownBy(() -> Envelope.decode(token.concat(Bytes.of((byte) 0xf6)), LIMIT))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesOtherShapes() {
    var signature = Node.of(token.slice(3, 67));
    var sigPayload = sigPayload(TAG, payload);

    refused(Node.list(), "list of signature and payload");
    refused(Node.list(signature), "list of signature and payload");
    refused(Node.list(signature, sigPayload, Node.NULL), "list of signature and payload");
    refused(sigPayload, "list of signature and payload");
    refused(payload, "list of signature and payload");
    refused(Node.list(Node.of("sig"), sigPayload), "has to be the signature, bytes");
    refused(Node.list(signature, Node.list(sigPayload)), "second element of a token");
    refused(Node.list(Node.of(Bytes.EMPTY), sigPayload), "has 0 bytes, has to have 64");
    refused(Node.list(Node.of(token.slice(3, 68)), sigPayload), "has 65 bytes, has to have 64");
  }

  /// Trap T1: another library takes any second key for the payload.
  @Test
  void refusesOtherFieldsInTheSignedPart() {
    var header = Node.of(Varsig.ED25519);

    refusedSigned(MapNode.of(TAG, payload), "has no varsig header h");
    refusedSigned(MapNode.of("h", header), "has to hold h and one payload, it holds 1 fields");
    refusedSigned(
        sigPayload(TAG, payload).with(Envelope.DELEGATION, payload),
        "has to hold h and one payload");
    refusedSigned(sigPayload(TAG, payload).with("a", Node.NULL), "has to hold h and one payload");
    refusedSigned(sigPayload(TAG, payload).with("h", Node.of("text")), "h has to be bytes");
    refusedSigned(sigPayload(TAG, Node.list()), "the payload under " + TAG + " has to be a map");
    refusedSigned(
        sigPayload(TAG, payload).with("h", Node.of(Bytes.fromHex("3401ec0181242071"))),
        "signature algorithm ES384 is not supported");
    refusedSigned(
        sigPayload(TAG, payload).with("h", Node.of(Bytes.fromHex("34ed0171"))),
        "varsig has version 0xed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ucan/inv@1.0.0-rc.1",
        "ucan/dlg@1.0.0-rc.1",
        "ucan/inv@1.0.1",
        "ucan/i/1.0.0-rc.1",
        "ucan/d",
        "ucan/rct@1.0.0",
        "UCAN/inv@1.0.0",
        "a",
        ""
      })
  void refusesOtherTokenTypesAndVersions(String tag) {
    refusedSigned(sigPayload(tag, payload), "token type \"" + tag + "\" is not known");
  }

  @Test
  void aTokenHasAtMostAsManyBytesAsAllowed() {
    assertThatCode(() -> Envelope.decode(token, token.size())).doesNotThrowAnyException();
    assertThatThrownBy(() -> Envelope.decode(token, token.size() - 1))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a token has " + token.size() + " bytes, limit " + (token.size() - 1));
  }

  @Test
  void refusesATokenOfAnotherKindThanWanted() {
    assertThatThrownBy(() -> Envelope.decode(token, LIMIT).require(Envelope.DELEGATION))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the token is ucan/inv@1.0.0, wanted is ucan/dlg@1.0.0");
  }

  private static MapNode sigPayload(String tag, Node payload) {
    return MapNode.builder().put("h", Varsig.ED25519).put(tag, payload).build();
  }

  private static void verified(Bytes token) {
    Envelope.decode(token, LIMIT).requireSignature(Tokens.ALICE.did());
  }

  private static void refused(Node token, String why) {
    assertThatThrownBy(() -> Envelope.decode(DagCbor.encode(token), LIMIT))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  /// The signature is right, so that the form alone is the reason.
  private static void refusedSigned(MapNode sigPayload, String why) {
    var token = Tokens.signed(Tokens.ALICE, sigPayload);

    assertThatThrownBy(() -> Envelope.decode(token, LIMIT))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
