package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.CarReader;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import io.ipvm.ucan.OldToken.Capability;
import io.ipvm.ucan.OldToken.Receipt09;
import io.ipvm.ucan.OldToken.Signature;
import io.ipvm.ucan.OldToken.Signature.Check;
import io.ipvm.ucan.OldToken.Task02;
import io.ipvm.ucan.OldToken.Ucan09;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// On tokens that ucanto 10 made, written down in a resource.
final class OldTokenTest {
  private final JsonNode made = made();

  @Test
  void readsADelegationOfUcanto() {
    var tokens = OldToken.read(hex("delegation"));

    var owner = text("owner");
    assertThat(tokens)
        .containsExactly(
            new Ucan09(
                Cid.parse(text("delegationCid")),
                "0.9.1",
                owner,
                text("holder"),
                List.of(
                    new Capability(
                        owner,
                        "wasm/run",
                        Optional.of(
                            MapNode.of("fun", Node.of("add_one")).with("gas", Node.of(7))))),
                null,
                4_102_444_800L,
                Optional.of("once"),
                List.of(MapNode.of("why", Node.of("interop"))),
                List.of(),
                new Signature("EdDSA", Check.VERIFIES)));
    assertThat(tokens.getFirst().format()).isEqualTo("UCAN 0.9.1");
  }

  @Test
  void readsAnInvocationOfUcantoWithItsProofs() {
    var tokens = OldToken.read(hex("invocation"));

    assertThat(tokens).hasSize(2).hasOnlyElementsOfType(Ucan09.class);
    var invocation = named(tokens, "invocationCid", Ucan09.class);
    assertThat(invocation.audience()).isEqualTo("did:web:example.com");
    assertThat(invocation.proofs()).containsExactly(Cid.parse(text("delegationCid")));
    assertThat(invocation.expires()).isNull();
    assertThat(invocation.signature().check()).isEqualTo(Check.VERIFIES);
  }

  @Test
  void readsAReceiptOfUcanto() {
    var receipt = named(OldToken.read(hex("receipt")), "receiptCid", Receipt09.class);

    assertThat(receipt.ran()).isEqualTo(Cid.parse(text("invocationCid")));
    assertThat(receipt.out()).isEqualTo(new Outcome.Ok(MapNode.of("value", Node.of(42))));
    assertThat(receipt.issuer()).contains(text("service"));
    assertThat(receipt.meta()).isEqualTo(MapNode.of("took", Node.of(3)));
    assertThat(receipt.fork()).isEmpty();
    assertThat(receipt.join()).isEmpty();
    assertThat(receipt.signature()).isEqualTo(new Signature("EdDSA", Check.VERIFIES));
    assertThat(receipt.format()).contains("ucanto");
  }

  @Test
  void aChangedTokenDoesNotVerify() {
    var block = delegation();

    var changed = (Ucan09) read(block.with("exp", Node.NULL));

    assertThat(changed.signature().check()).isEqualTo(Check.WRONG);
    assertThat(((Ucan09) read(block)).signature().check()).isEqualTo(Check.VERIFIES);
  }

  @Test
  void aSignatureOfAnUnknownKindIsNotKnownToBeWrong() {
    // Number 0xd000, 1 byte, and its name behind it.
    var named =
        delegation().with("s", Node.of(Bytes.fromHex("80a0030107").concat(Bytes.utf8("X"))));
    // did:web:example.com
    var web = Bytes.fromHex("9d1a").concat(Bytes.utf8("web:example.com"));

    assertThat(((Ucan09) read(named)).signature()).isEqualTo(new Signature("X", Check.UNKNOWN));
    var ofWeb = (Ucan09) read(delegation().with("iss", Node.of(web)));
    assertThat(ofWeb.issuer()).isEqualTo("did:web:example.com");
    assertThat(ofWeb.signature().check()).isEqualTo(Check.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cause\":null,\"meta\":{\"fuel\":1},\"prf\":[],\"run\":{\"input\":{\"args\":[],\"func\":\"f\"},\"nnc\":\"\",\"op\":\"wasm/run\",\"rsc\":\"ipfs://bafy\"}}",
        "{\"task\":{\"cause\":null,\"meta\":{\"fuel\":1},\"prf\":[],\"run\":{\"input\":{\"args\":[],\"func\":\"f\"},\"nnc\":\"\",\"op\":\"wasm/run\",\"rsc\":\"ipfs://bafy\"}}}",
        "{\"tasks\":[{\"cause\":null,\"meta\":{\"fuel\":1},\"prf\":[],\"run\":{\"input\":{\"args\":[],\"func\":\"f\"},\"nnc\":\"\",\"op\":\"wasm/run\",\"rsc\":\"ipfs://bafy\"}}]}"
      })
  void readsTasksOfHomestar(String json) {
    var tokens = OldToken.read(Bytes.utf8(json));

    assertThat(tokens).hasSize(1);
    var task = (Task02) tokens.getFirst();
    assertThat(task.meta()).isEqualTo(MapNode.of("fuel", Node.of(1)));
    assertThat(task.run().orElseThrow().find("op")).contains(Node.of("wasm/run"));
    assertThat(task.instruction().toString()).startsWith("bafyrmi");
    assertThat(task.cause()).isEmpty();
    assertThat(OldToken.read(DagCbor.encode(DagJson.decode(json)))).isEqualTo(tokens);
  }

  @Test
  void aTaskMayOnlyLinkToItsInstruction() {
    var task = MapNode.of("run", Node.of(Tokens.RAN)).with("cause", Node.of(Tokens.RAN));

    var read = (Task02) read(task);

    assertThat(read.instruction()).isEqualTo(Tokens.RAN);
    assertThat(read.run()).isEmpty();
    assertThat(read.cause()).contains(Tokens.RAN);
  }

  @Test
  void whatIsNoOldTokenIsRefused() {
    var token = Tokens.signed(Envelope.DELEGATION, Tokens.delegation());

    refused(token, "no token of UCAN 0.9 or Homestar");
    refused(DagCbor.encode(MapNode.EMPTY), "no token of UCAN 0.9 or Homestar");
    refused(DagCbor.encode(MapNode.of("run", Node.of(1))), "\"run\" is of kind integer");
    refused(Bytes.EMPTY, "cut off");
    refused(DagCbor.encode(delegation().without("aud")), "UCAN 0.9 lacks the key \"aud\"");
    refused(DagCbor.encode(delegation().with("x", Node.NULL)), "unknown key \"x\"");
    refused(Bytes.owned(new byte[OldTokenReader.MAX_SIZE + 1]), "limit 8388608");
  }

  @Test
  void damageIsRefusedOrChangesNothing() {
    var archive = hex("delegation");
    var tokens = OldToken.read(archive);

    Property.check(seed -> {
      var random = new Random(seed);
      var bytes = archive.toArray();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));

      // Blocks are checked against their CIDs; what the archive says of its root is nobody's word.
      assertThat(readIfWhole(Bytes.owned(bytes)).orElse(tokens)).isEqualTo(tokens);
    });
  }

  private static Optional<List<OldToken>> readIfWhole(Bytes bytes) {
    try {
      return Optional.of(OldToken.read(bytes));
    } catch (IpvmException e) {
      return Optional.empty();
    }
  }

  /// The block of the delegation, without the archive around it.
  private MapNode delegation() {
    try (var car = new CarReader(new ByteArrayInputStream(hex("delegation").toArray()))) {
      return (MapNode) DagCbor.decode(car.next().orElseThrow().bytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private <T extends OldToken> T named(List<OldToken> tokens, String cid, Class<T> type) {
    return type.cast(
        tokens.stream()
            .filter(it -> it.cid().equals(Cid.parse(text(cid))))
            .findFirst()
            .orElseThrow());
  }

  private static OldToken read(MapNode block) {
    return OldToken.read(DagCbor.encode(block)).getFirst();
  }

  private Bytes hex(String key) {
    return Bytes.fromHex(text(key));
  }

  private String text(String key) {
    return made.get(key).asString();
  }

  private static JsonNode made() {
    try (var resource = OldTokenTest.class.getResourceAsStream("old-tokens.json")) {
      return new ObjectMapper().readTree(resource.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(Bytes bytes, String why) {
    assertThatThrownBy(() -> OldToken.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
