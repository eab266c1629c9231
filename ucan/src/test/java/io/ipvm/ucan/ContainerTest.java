package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.Property;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerTest {
  private final Delegation grant =
      Ucan.delegate(Tokens.ALICE)
          .to(Tokens.BOB.did())
          .on(Tokens.ALICE.did())
          .command("/wasm/run")
          .random(new Random(1))
          .never()
          .sign();
  private final Invocation demand =
      Ucan.invoke(Tokens.BOB)
          .on(Tokens.ALICE.did())
          .command("/wasm/run")
          .chain(grant)
          .idempotent()
          .never()
          .sign();
  private final Receipt receipt =
      Receipt.issue(Tokens.ALICE, demand.taskId(), new Outcome.Ok(Node.of(2)), MapNode.EMPTY);
  private final ContainerWriter writer =
      new ContainerWriter().add(receipt).add(demand).add(grant).add(demand);

  @ParameterizedTest
  @EnumSource
  void comesBackInEveryForm(ContainerForm form) {
    var container = writer.write(form);

    var read = ContainerReader.read(container);

    assertThat(container.at(0)).isEqualTo((byte) form.header());
    assertThat(ContainerForm.find(container.at(0))).contains(form);
    assertThat(read.delegations()).extracting(Token::bytes).containsExactly(grant.bytes());
    assertThat(read.invocations()).extracting(Token::bytes).containsExactly(demand.bytes());
    assertThat(read.receipts()).containsExactly(receipt);
    assertThat(read.find(grant.cid()).orElseThrow().bytes()).isEqualTo(grant.bytes());
    assertThat(read.find(demand.cid())).isEmpty();
  }

  @Test
  void isWrittenSortedAndWithoutRepetitions() {
    var tokens = new ArrayList<>(List.of(grant.bytes(), demand.bytes(), receipt.bytes()));
    Collections.sort(tokens);

    assertThat(writer.write(ContainerForm.RAW)).isEqualTo(raw(tokens.toArray(Bytes[]::new)));
  }

  /// Trap T44: another library takes the first token for the invocation.
  @Test
  void theOrderOfTokensMeansNothing() {
    Property.check(seed -> {
      var tokens = new ArrayList<>(List.of(grant.bytes(), demand.bytes(), receipt.bytes()));
      tokens.add(grant.bytes());
      Collections.shuffle(tokens, new Random(seed));

      var read = ContainerReader.read(raw(tokens.toArray(Bytes[]::new)));

      assertThat(read.delegations()).hasSize(1);
      assertThat(read.invocations()).hasSize(1);
      assertThat(read.receipts()).containsExactly(receipt);
    });
  }

  /// Trap T42: the headers that another library writes for gzip.
  @ParameterizedTest
  @ValueSource(chars = {'D', 'E', 'F', 'b', '{', 'm', 0x82})
  void refusesOtherHeaders(char header) {
    refused(
        Bytes.of((byte) header).concat(writer.write(ContainerForm.RAW_GZIP).slice(1)),
        "a container begins with one of @, B, C, M, O and P, not with 0x"
            + Integer.toHexString(header));
  }

  @ParameterizedTest
  @EnumSource(names = {"BASE64", "BASE64_URL", "BASE64_GZIP", "BASE64_URL_GZIP"})
  void takesTheLineEndThatAFileHas(ContainerForm form) {
    var text = writer.text(form);

    for (var surrounded : new String[] {text + "\n", text + "\r\n", "\n " + text + " \t\n"}) {
      assertThat(ContainerReader.parse(surrounded, Options.STRICT).receipts()).hasSize(1);
    }
    assertThatThrownBy(() ->
            ContainerReader.parse(
                text.substring(0, 40) + "\n" + text.substring(40), Options.STRICT))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void rawFormsAreNoTextAndTakeNothingBehindThem() {
    var space = Bytes.utf8("\n");

    refused(writer.write(ContainerForm.RAW).concat(space), "1 bytes");
    refused(writer.write(ContainerForm.RAW_GZIP).concat(space), "one member, and nothing else");
    assertThatThrownBy(() -> writer.text(ContainerForm.RAW))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR));
  }

  @Test
  void gzipIsOneMember() {
    var zipped = writer.write(ContainerForm.RAW_GZIP);

    refused(zipped.concat(zipped.slice(1)), "one member, and nothing else");
    refused(zipped.slice(0, zipped.size() - 1), "one member, and nothing else");
    refused(zipped.slice(0, zipped.size() / 2), "gzip data is cut off");
    refused(zipped.slice(0, 9), "what should be gzip data is none");
    refused(Bytes.utf8("M").concat(Bytes.owned(new byte[40])), "gzip data is none");
  }

  @Test
  void gzipIsDamagedOrRefusedWhicheverBitIsTurned() {
    var zipped = writer.write(ContainerForm.RAW_GZIP);

    Property.check(seed -> {
      var random = new Random(seed);
      var bytes = zipped.toArray();
      // Not the time, the level and the system in its header, which say nothing.
      int at = 11 + random.nextInt(bytes.length - 11);
      bytes[at] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> ContainerReader.read(Bytes.owned(bytes)))
          .isInstanceOf(IpvmException.class);
    });
  }

  @Test
  void takesTheFieldsThatAGzipHeaderMayHave() {
    var zipped = Gzip.compress(Bytes.utf8("data")).toArray();
    zipped[3] = 4 | 8 | 16 | 2;
    var header = Bytes.owned(zipped).slice(0, 10);
    var fields = Bytes.fromHex("0300aabbcc").concat(Bytes.utf8("name\0comment\0\1\2"));
    var whole = header.concat(fields).concat(Bytes.owned(zipped).slice(10));

    assertThat(Gzip.inflate(whole, 4)).isEqualTo(Bytes.utf8("data"));
    for (int size = 0; size < whole.size(); size++) {
      var cut = whole.slice(0, size);
      assertThatThrownBy(() -> Gzip.inflate(cut, 4)).isInstanceOf(MalformedException.class);
    }
    zipped[3] = 32;
    assertThatThrownBy(() -> Gzip.inflate(Bytes.owned(zipped), 4)).hasMessageContaining("flags");
  }

  @Test
  void aBombIsStoppedAtTheLimit() {
    var zeros = Bytes.owned(new byte[ContainerWriter.MAX_SIZE + 1]);
    var bomb = Bytes.utf8("M").concat(Gzip.compress(zeros));

    assertThat(bomb.size()).isLessThan(10_000);
    refused(bomb, "gzip data inflates to more than 8388608 bytes");
    assertThat(Gzip.inflate(Gzip.compress(zeros.slice(1)), ContainerWriter.MAX_SIZE).size())
        .isEqualTo(ContainerWriter.MAX_SIZE);
  }

  @ParameterizedTest
  @CsvSource({"@, 8388608", "B, 8388608", "C, 8388608", "M, 1048576", "O, 1048576", "P, 1048576"})
  void aContainerHasAtMostSoManyBytes(String header, int limit) {
    boolean text = !"@M".contains(header);
    var body = new byte[text ? limit / 3 * 4 + 8 : limit + 1];
    Arrays.fill(body, (byte) 'A');

    refused(Bytes.utf8(header).concat(Bytes.owned(body)), " bytes, limit " + limit);
  }

  @Test
  void aContainerHasAtMostAThousandTokens() {
    var tokens = new Bytes[1001];
    Arrays.fill(tokens, grant.bytes());
    var many = new ContainerWriter();
    for (int i = 0; i <= 1000; i++) {
      many.add(Tokens.numbered(i));
    }

    refused(raw(tokens), "a container has 1001 tokens, limit 1000");
    assertThat(ContainerReader.read(raw(Arrays.copyOf(tokens, 1000))).delegations()).hasSize(1);
    assertThatThrownBy(() -> many.write(ContainerForm.RAW))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessage("the container would have 1001 tokens, limit 1000");
  }

  @Test
  void receiptsMayBeLargerThanOtherTokens() {
    var large = new Outcome.Ok(Node.of(Bytes.owned(new byte[100_000])));
    var result = Receipt.issue(Tokens.ALICE, Tokens.RAN, large, MapNode.EMPTY);
    var payload =
        Tokens.invocation()
            .with("args", MapNode.of("data", Node.of(Bytes.owned(new byte[70_000]))));
    var token = Tokens.signed(Envelope.INVOCATION, payload);

    assertThat(ContainerReader.read(raw(result.bytes())).receipts()).containsExactly(result);
    refused(raw(token), "token 0 of the container (from 0): a token has " + token.size());
  }

  /// Trap T43: what cannot be read is not left out.
  @Test
  void aTokenThatCannotBeReadIsNamedByItsPlace() {
    refused(raw(grant.bytes(), Bytes.utf8("no token")), "token 1 of the container (from 0): ");
    refused(raw(grant.bytes(), Bytes.EMPTY), "token 1 of the container (from 0): ");
  }

  @Test
  void aReceiptThatIsForgedIsRefused() {
    var forged = Envelope.sign(Tokens.BOB, Envelope.INVOCATION, Tokens.receipt()).bytes();

    assertThatThrownBy(() -> ContainerReader.read(raw(forged)))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
        .hasMessageStartingWith("token 0 of the container (from 0): the signature of token");
  }

  @Test
  void refusesOtherShapes() {
    refused(Bytes.EMPTY, "a container is empty");
    refused(Bytes.utf8(" \n"), "a container is empty");
    refused(Bytes.utf8("B="), "not padded");
    refused(cbor(MapNode.EMPTY), "a container is a map with ctn-v1");
    refused(cbor(Node.list()), "map");
    refused(cbor(MapNode.of("ctn-v2", Node.list())), "it has \"ctn-v2\"");
    refused(cbor(MapNode.of("ctn-v1", Node.NULL)), "list");
    refused(cbor(MapNode.of("ctn-v1", Node.list(Node.of("token")))), "byte string");
    refused(cbor(MapNode.of("ctn-v1", Node.list()).with("ctn-v2", Node.NULL)), "it has \"ctn-v2\"");
    assertThat(ContainerReader.read(cbor(MapNode.of("ctn-v1", Node.list()))).delegations())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Bytes, RAW",
    "BytesGzipped, RAW_GZIP",
    "Base64StdPadding, BASE64",
    "Base64StdPaddingGzipped, BASE64_GZIP",
    "Base64URL, BASE64_URL",
    "Base64URLGzipped, BASE64_URL_GZIP"
  })
  void readsThePublishedContainers(String file, ContainerForm form) throws IOException {
    var vector = TestData.find("ucan/container/" + file);
    assumeTrue(vector.isPresent(), TestData.ABSENT);
    var container = Bytes.owned(Files.readAllBytes(vector.orElseThrow()));

    assertThat(ContainerForm.find(container.at(0))).contains(form);
    assertThat(ContainerReader.tokens(container)).hasSize(10);
    // What is in them are tokens of the release candidate, under a header of varsig version 0.
    refused(container, "token 0 of the container (from 0): varsig has version 0xed");
    Conformance.of("ucan/container/" + file).passed(1).record();
  }

  private static Bytes raw(Bytes... tokens) {
    var items = new ArrayList<Node>();
    for (var token : tokens) {
      items.add(Node.of(token));
    }
    return cbor(MapNode.of("ctn-v1", Node.list(items)));
  }

  private static Bytes cbor(Node node) {
    return Bytes.utf8("@").concat(DagCbor.encode(node));
  }

  private static void refused(Bytes container, String why) {
    assertThatThrownBy(() -> ContainerReader.read(container))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
