package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.KeyType;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

final class VarsigTest {
  @ParameterizedTest
  @CsvSource({
    "3401ed01ed011371, Ed25519, ED25519",
    "3401ec0180241271, ES256, P_256",
    "3401ec01e7011271, ES256K, SECP256K1"
  })
  void takesTheAlgorithmsThatEveryImplementationHas(String hex, String name, KeyType type) {
    var header = Bytes.fromHex(hex);

    assertThat(Varsig.require(header, Options.STRICT).algorithm().keyType()).isEqualTo(type);
    assertThat(Varsig.require(header, Options.STRICT)).isEqualTo(Varsig.decode(header));
    assertThat(Varsig.of(type)).isEqualTo(header);
    assertThat(Varsig.decode(header).algorithm().title()).isEqualTo(name);
    assertThat(Varsig.decode(header).encoding()).isEqualTo(Varsig.Encoding.DAG_CBOR);
  }

  @ParameterizedTest
  @CsvSource({
    "3401ec0181242071, ES384, 96",
    "3401ec0182241371, ES512, 132",
    "3401852412800271, RS256, 256",
    "3401852420800371, RS384, 384",
    "3401852413800471, RS512, 512",
  })
  void takesTheOtherAlgorithmsByTheirOptionOnly(String hex, String name, int size) {
    var header = Bytes.fromHex(hex);

    var varsig = Varsig.require(header, Options.interop(Option.OFF_SPEC_ALGORITHMS));

    assertThat(varsig.algorithm().title()).isEqualTo(name);
    assertThat(varsig.signatureSize()).isEqualTo(size);
    assertThat(Varsig.decode(header)).isEqualTo(varsig);
    assertThatThrownBy(() -> Varsig.require(header, Options.STRICT))
        .isInstanceOf(MalformedException.class)
        .hasMessage(
            "signature algorithm "
                + name
                + " is not supported, Ed25519, ES256 and ES256K are;"
                + " option OFF_SPEC_ALGORITHMS allows it");
  }

  @Test
  void keysThatOnlyVerifySignNoTokens() {
    assertThatThrownBy(() -> Varsig.of(KeyType.RSA))
        .isInstanceOf(IpvmException.class)
        .hasMessage("keys of type RSA sign no tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "3401ed01ed01135f, IDENTICAL, ''",
    "3401ed01ed0113a902, DAG_JSON, ; option DAG_JSON_SIGNATURE allows it",
    "3401ec018024125f, IDENTICAL, ''",
    "3401ec01802412a902, DAG_JSON, ; option DAG_JSON_SIGNATURE allows it"
  })
  void refusesAnotherEncoding(String hex, String encoding, String advice) {
    assertThatThrownBy(() -> Varsig.require(Bytes.fromHex(hex), Options.STRICT))
        .isInstanceOf(MalformedException.class)
        .hasMessage(
            "the signature is over " + encoding + ", tokens are signed over DAG_CBOR" + advice);
  }

  @Test
  void takesDagJsonByItsOptionAndIdenticalBytesByNone() {
    var all = Options.interop(Option.values());

    assertThat(Varsig.require(Bytes.fromHex("3401ed01ed0113a902"), all).encoding())
        .isEqualTo(Varsig.Encoding.DAG_JSON);
    assertThatThrownBy(() -> Varsig.require(Bytes.fromHex("3401ed01ed01135f"), all))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', varint",
    "42, varsig begins with 0x42",
    "34, varint",
    "3402, varsig has version 0x2",
    // Version 0: no version byte.
    "34ed0171, varsig has version 0xed",
    // An example of the specification that is no varint.
    "340512010071, varsig has version 0x5",
    "340164, signature algorithm 0x64 is not known",
    "3401b101, signature algorithm BLS is not supported",
    "3401ed0183241971, signature algorithm Ed448 is not supported",
    "3401ed01ed01, varint",
    "3401ed01ed0113, varint",
    "3401ed01ed011271, no signature algorithm has curve 0xed and hash 0x12",
    "3401ed01e7011371, no signature algorithm has curve 0xe7 and hash 0x13",
    // What another library wrote for ES384 (trap T4).
    "3401ec0181241571, no signature algorithm has curve 0x1201 and hash 0x15",
    "3401ec01e7011b91c30371, signature algorithm EIP-191 is no part of UCAN",
    "3401852416800271, no RSA signature has hash 0x16",
    "34018524120171, RSA modulus has 1 bytes",
    "34018524128108 71, RSA modulus has 1025 bytes",
    "34018524128002, varint",
    "3401852412800242, payload encoding 0x42 is not known",
    "3401ed01ed01137100, 1 bytes too many",
    "3481 00ed01ed011371, varint of 2 bytes is not minimal",
    "b40001ed01ed011371, varint of 2 bytes is not minimal"
  })
  void refusesWhatIsNoHeader(String hex, String why) {
    assertThatThrownBy(() -> Varsig.decode(Bytes.fromHex(hex.replace(" ", ""))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void readsThePublishedHeaders() {
    var file = TestData.find("ucan/varsig.json");
    assumeTrue(file.isPresent(), TestData.ABSENT);
    var vectors = new ObjectMapper().readTree(file.orElseThrow());

    for (var vector : vectors.get("valid")) {
      var header = Bytes.fromHex(vector.get("hex").asString());
      if (vector.get("name").asString().startsWith("Ed448")) {
        assertThatThrownBy(() -> Varsig.decode(header)).hasMessageContaining("Ed448");
      } else if (vector.get("offSuite").asBoolean()) {
        assertThatThrownBy(() -> Varsig.decode(header)).hasMessageContaining("EIP-191");
      } else {
        var name = vector.get("name").asString();
        assertThat(name).startsWith(Varsig.decode(header).algorithm().title());
      }
    }
    for (var vector : vectors.get("invalid")) {
      var header = Bytes.fromHex(vector.get("hex").asString());
      assertThatThrownBy(() -> Varsig.decode(header)).isInstanceOf(MalformedException.class);
    }
    Conformance.of("ucan/varsig.json")
        .passed(vectors.get("valid").size() + vectors.get("invalid").size())
        .record();
  }
}
