package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.testkit.Property;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReceiptTest {
  private final Outcome ok = new Outcome.Ok(Node.of(42L));

  /// Written out, so that a change of form cannot go unnoticed: every stored receipt would get
  /// another CID.
  @Test
  void hasExactlyThisForm() {
    var executor = KeyPair.ofSeed(Bytes.owned(new byte[32]));
    var receipt = Receipt.issue(executor, Tokens.RAN, ok, MapNode.of("gas", Node.of(7L)));

    assertThat(receipt.bytes().hex())
        .isEqualTo(
            "8258404c4d0d0a65fd5db12849ab363803801639a798725c38cb51104d922bcd2846d95ac67961e5"
                + "8b2d7f18558809f97c567f2abdca417c35478a0d7dd1486bb68207a26168483401ed01ed0113716e"
                + "7563616e2f696e7640312e302e30a863636d64742f7563616e2f6173736572742f72656365697074"
                + "63657870f66369737378386469643a6b65793a7a364d6b6954427a31796d75657041513448454859"
                + "534631483871754735474c5656515233646a6458336d446f6f577063707266806373756278386469"
                + "643a6b65793a7a364d6b6954427a31796d75657041513448454859534631483871754735474c5656"
                + "515233646a6458336d446f6f57706461726773a2636f7574a1626f6b182a6372616ed82a58250001"
                + "711620826f6313fe956ee126fc98940b6a2db56fb7e5e9ed2168162edd400ed7f68dd4646d657461"
                + "a16367617307656e6f6e636540");
    assertThat(receipt.cid())
        .hasToString("bafyreigqsxywe75cxqweozwmocttbzbqhamwuh5usg27rilgxdxsb5ujha");
  }

  @Test
  void comesBackAsItWasIssued() {
    for (var outcome : new Outcome[] {ok, new Outcome.Failed(MapNode.of("trap", Node.of("oob")))}) {
      for (var meta : new MapNode[] {MapNode.EMPTY, MapNode.of("gas", Node.of(7L))}) {
        var receipt = Receipt.issue(Tokens.ALICE, Tokens.RAN, outcome, meta);

        assertThat(Receipt.decode(receipt.bytes())).isEqualTo(receipt);
        assertThat(Receipt.decodeTrusted(receipt.bytes())).isEqualTo(receipt);
        assertThat(receipt.cid().names(receipt.bytes())).isTrue();
        assertThat(receipt.issuer()).isEqualTo(Tokens.ALICE.did());
        assertThat(receipt.ran()).isEqualTo(Tokens.RAN);
        assertThat(receipt.out()).isEqualTo(outcome);
        assertThat(receipt.meta()).isEqualTo(meta);
      }
    }
  }

  @Test
  void theSameTaskByTheSameExecutorGivesTheSameBytes() {
    Property.check(seed -> {
      var out = new Outcome.Ok(value(new Random(seed)));
      var meta = MapNode.of("gas", Node.of(seed));
      var executor = KeyPair.generate(new Random(seed));
      var again = KeyPair.generate(new Random(seed));

      var receipt = Receipt.issue(executor, Tokens.RAN, out, meta);

      assertThat(Receipt.issue(again, Tokens.RAN, out, meta).bytes()).isEqualTo(receipt.bytes());
      assertThat(Receipt.decode(receipt.bytes())).isEqualTo(receipt);
    });
  }

  @Test
  void isOneOfTheFormsATokenCanHave() {
    assertThat(decode(Tokens.receipt()))
        .isEqualTo(Receipt.issue(Tokens.ALICE, Tokens.RAN, ok, MapNode.EMPTY));
  }

  @Test
  void refusesEveryOtherFormByName() {
    var payload = Tokens.receipt();
    var alice = Tokens.ALICE.did().text();

    refused(
        payload.with("cmd", Node.of("/ucan/assert")),
        "the token is an invocation of /ucan/assert, a receipt is one of /ucan/assert/receipt");
    refused(payload.with("sub", Node.of(Tokens.BOB.did().text())), "is about its issuer");
    refused(payload.with("aud", Node.of(alice)), "a receipt must not have aud");
    refused(payload.with("iat", Node.of(1L)), "a receipt must not have iat");
    refused(payload.with("cause", Node.of(Tokens.RAN)), "a receipt must not have cause");
    refused(payload.with("exp", Node.of(1L)), "must not have an exp other than null");
    refused(payload.with("nonce", Node.of(Bytes.utf8("n"))), "must not have a nonce");
    refused(payload.with("prf", Node.list(Node.of(Tokens.RAN))), "must not have proofs in prf");
    refused(payload.with("meta", MapNode.EMPTY), "must not have an empty meta");
    refused(payload.with("nbf", Node.of(1L)), "invocation has the unknown key \"nbf\"");
    refused(payload.without("exp"), "invocation lacks the key \"exp\"");
  }

  @Test
  void refusesAnIssuerThatIsWrittenInASecondWay() {
    var alice = Tokens.ALICE.did().text();
    var multibase = alice.substring("did:key:".length());

    for (var other : new String[] {alice + "#" + multibase, "did:key:1:" + multibase}) {
      var payload = Tokens.receipt().with("iss", Node.of(other)).with("sub", Node.of(other));

      refused(payload, "receipt: iss has to be a plain did:key, is " + other);
    }
  }

  @Test
  void refusesOtherArgumentsByName() {
    var args = (MapNode) Tokens.receipt().find("args").orElseThrow();

    refusedArgs(args.without("ran"), "receipt args lacks the key \"ran\"");
    refusedArgs(args.without("out"), "receipt args lacks the key \"out\"");
    refusedArgs(args.with("ran", Node.of("bafy")), "\"ran\" is of kind string, not link");
    refusedArgs(args.with("out", Node.of(1L)), "out has to be {\"ok\": value}");
    refusedArgs(args.with("out", MapNode.EMPTY), "out has to be {\"ok\": value}");
    refusedArgs(args.with("run", Node.list()), "an empty args.run");
    refusedArgs(args.with("x", Node.NULL), "receipt args has the unknown key \"x\"");
  }

  @Test
  void refusesADelegation() {
    var delegation = Tokens.signed(Envelope.DELEGATION, Tokens.delegation());

    assertThatThrownBy(() -> Receipt.decode(delegation))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the token is ucan/dlg@1.0.0, wanted is ucan/inv@1.0.0");
  }

  @Test
  void refusesTheSignatureOfSomebodyElse() {
    var forged = Envelope.sign(Tokens.BOB, Envelope.INVOCATION, Tokens.receipt()).bytes();

    assertThatThrownBy(() -> Receipt.decode(forged))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
        .hasMessageEndingWith("is not of " + Tokens.ALICE.did());
    assertThat(Receipt.decodeTrusted(forged).issuer()).isEqualTo(Tokens.ALICE.did());
  }

  @Test
  void refusesAReceiptOfWhichAnyBitIsTurned() {
    var bytes = Receipt.issue(Tokens.ALICE, Tokens.RAN, ok, MapNode.EMPTY).bytes();

    Property.check(seed -> {
      var random = new Random(seed);
      var turned = bytes.toArray();
      turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> Receipt.decode(Bytes.owned(turned)))
          .isInstanceOf(IpvmException.class);
    });
  }

  @Test
  void aReceiptHasAtMostOneMebibyte() {
    int frame = issue(100_000).bytes().size() - 100_000;
    int room = Receipt.MAX_SIZE - frame;

    var largest = issue(room);

    assertThat(largest.bytes().size()).isEqualTo(1024 * 1024);
    assertThat(Receipt.decode(largest.bytes())).isEqualTo(largest);
    assertThatThrownBy(() -> issue(room + 1))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessage("the receipt of task " + Tokens.RAN + " has 1048577 bytes, limit 1048576");
  }

  @Test
  void whatIsIssuedIsNeverTooDeepToRead() {
    // The token, its payload, args, out and the branch of it lie around the value.
    var deepest = new Outcome.Ok(nested(DagCbor.MAX_DEPTH - 5));
    var deeper = new Outcome.Ok(nested(DagCbor.MAX_DEPTH - 4));

    var receipt = Receipt.issue(Tokens.ALICE, Tokens.RAN, deepest, MapNode.EMPTY);

    assertThat(Receipt.decode(receipt.bytes())).isEqualTo(receipt);
    assertThatThrownBy(() -> Receipt.issue(Tokens.ALICE, Tokens.RAN, deeper, MapNode.EMPTY))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("deeper than 128");
  }

  private static Node nested(int depth) {
    var value = Node.of(0);
    for (int i = 0; i < depth; i++) {
      value = Node.list(value);
    }
    return value;
  }

  @Test
  void whoReadsReceiptsOfStrangersSetsAnotherLimit() {
    var receipt = issue(1000).bytes();

    assertThat(Receipt.decode(receipt, receipt.size()).bytes()).isEqualTo(receipt);
    assertThatThrownBy(() -> Receipt.decode(receipt, receipt.size() - 1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("limit " + (receipt.size() - 1));
  }

  private static Receipt issue(int size) {
    var out = new Outcome.Ok(Node.of(Bytes.owned(new byte[size])));
    return Receipt.issue(Tokens.ALICE, Tokens.RAN, out, MapNode.EMPTY);
  }

  private static Node value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Node.NULL;
      case 1 -> Node.of(random.nextLong());
      case 2 -> Node.of(random.nextDouble());
      case 3 -> Node.of("text " + random.nextInt());
      case 4 -> Node.list(value(random), value(random));
      default -> MapNode.of("key" + random.nextInt(9), value(random));
    };
  }

  private static Receipt decode(MapNode payload) {
    return Receipt.decode(Tokens.signed(Envelope.INVOCATION, payload));
  }

  private static void refusedArgs(MapNode args, String why) {
    refused(Tokens.receipt().with("args", args), why);
  }

  private static void refused(MapNode payload, String why) {
    assertThatThrownBy(() -> decode(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
