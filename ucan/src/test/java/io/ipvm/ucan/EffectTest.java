package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Receipts that request tasks or that pass (rules RCP-1 to RCP-5); trap T48: another library has
/// neither.
final class EffectTest {
  private static final Outcome OK = new Outcome.Ok(Node.of(1));

  private final Effect plain =
      Effect.of(
          Command.parse("/msg/send"),
          Tokens.BOB.did(),
          MapNode.of("text", Node.of("done")),
          Bytes.utf8("nonce"));
  private final Effect full =
      plain
          .from(Tokens.BOB.did())
          .to(Tokens.ALICE.did())
          .meta(MapNode.of("why", Node.of("test")))
          .proofs(List.of(Tokens.RAN))
          .expires(1000);

  @Test
  void areReadAsTheyWereRequested() {
    var receipt = issue(plain, full);

    var read = Receipt.decode(receipt.bytes());

    assertThat(read).isEqualTo(receipt);
    assertThat(read.run()).containsExactly(plain, full);
    assertThat(read.isOneForm()).isTrue();
    assertThat(plain.toNode().keys()).containsExactly("cmd", "sub", "args", "nonce");
  }

  @Test
  void aReceiptWithoutAnyHasNoRun() {
    assertThat(issue().bytes())
        .isEqualTo(Receipt.issue(Tokens.ALICE, Tokens.RAN, OK, MapNode.EMPTY).bytes());
  }

  @Test
  void whatSaysNothingIsReadAndIsNotTheOneForm() {
    var wordy =
        plain.toNode().with("exp", Node.NULL).with("prf", Node.list()).with("meta", MapNode.EMPTY);
    var bytes = signed(receipt().with("args", args(Node.list(wordy))));

    var read = Receipt.of(Invocation.decode(bytes));

    assertThat(read.run()).containsExactly(plain);
    assertThat(read.isOneForm()).isFalse();
    assertThatThrownBy(() -> Receipt.decode(bytes))
        .hasMessage("a receipt must not have effects in another form than theirs");
  }

  @Test
  void refusesWhatIsNoEffect() {
    var node = plain.toNode();

    refused(Node.of(1), "an effect is of kind integer, not map");
    refused(node.without("cmd"), "effect lacks the key \"cmd\"");
    refused(node.without("sub"), "effect lacks the key \"sub\"");
    refused(node.with("sub", Node.NULL), "of kind null");
    refused(node.without("args"), "effect lacks the key \"args\"");
    refused(node.without("nonce"), "effect lacks the key \"nonce\"");
    refused(node.with("cause", Node.of(Tokens.RAN)), "unknown key \"cause\"");
    refused(node.with("cmd", Node.of("send")), "does not begin with a slash");
  }

  @Test
  void aReceiptRequestsAtMostAThousand() {
    var thousand = Collections.nCopies(Receipt.MAX_EFFECTS, plain);
    var more = Collections.nCopies(Receipt.MAX_EFFECTS + 1, plain);
    var items = Node.list(more.stream().map(Effect::toNode).toList());

    assertThat(Receipt.decode(issue(thousand.toArray(Effect[]::new)).bytes()).run()).hasSize(1000);
    assertThatThrownBy(() -> issue(more.toArray(Effect[]::new)))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED));
    assertThatThrownBy(() -> Receipt.decode(signed(receipt().with("args", args(items)))))
        .hasMessage("a receipt requests 1001 tasks, limit 1000");
  }

  @Test
  void isInvokedWithTheReceiptAsItsCause() {
    var receipt = issue(plain, full);

    var invocation = Ucan.invoke(Tokens.BOB).requestedBy(receipt, full).sign();

    assertThat(invocation.cause()).isEqualTo(receipt.cid());
    assertThat(invocation.taskId()).isEqualTo(full.taskId()).isEqualTo(plain.taskId());
    assertThat(invocation.audience()).isEqualTo(Tokens.ALICE.did());
    assertThat(invocation.proofs()).containsExactly(Tokens.RAN);
    assertThat(invocation.expires()).isEqualTo(1000L);
    assertThat(invocation.meta()).isEqualTo(full.meta());
    assertThatThrownBy(() -> Ucan.invoke(Tokens.ALICE).requestedBy(receipt, full))
        .hasMessageContaining("it is requested of " + Tokens.BOB.did());
    assertThatThrownBy(() -> Ucan.invoke(Tokens.BOB).requestedBy(issue(), full))
        .hasMessageContaining("does not request it");
  }

  @Test
  void promisesInWhatIsRequestedAreMeant() {
    var promise = new Promise(Branch.OK, Tokens.RAN);
    var waiting =
        Effect.of(
            Command.parse("/msg/send"),
            Tokens.BOB.did(),
            MapNode.of("text", promise.toNode()),
            Bytes.EMPTY);

    var invocation = Ucan.invoke(Tokens.BOB).requestedBy(issue(waiting), waiting).sign();

    assertThat(Promise.in(invocation.args(), Options.STRICT)).containsExactly(promise);
  }

  @Test
  void errorsMayPassAndResultsMayNot() {
    var expires = Instant.ofEpochSecond(1_900_000_000L).plus(Receipt.ERROR_LIFE);
    var passing =
        Receipt.issuePassing(
            Tokens.ALICE, Tokens.RAN, new Outcome.Failed(Node.of("busy")), MapNode.EMPTY, expires);
    var result = receipt().with("exp", Node.of(1_900_000_000L));

    assertThat(Receipt.decode(passing.bytes())).isEqualTo(passing);
    assertThat(passing.expires()).isEqualTo(1_900_000_030L);
    assertThat(passing.holdsAt(1_900_000_030L)).isTrue();
    assertThat(passing.holdsAt(1_900_000_031L)).isFalse();
    assertThat(issue(plain).holdsAt(Long.MAX_VALUE)).isTrue();
    assertThat(passing.isOneForm()).isTrue();
    assertThatThrownBy(() -> Receipt.decode(signed(result)))
        .hasMessage("a receipt must not have an exp other than null, except for an error");
    assertThat(Receipt.of(Invocation.decode(signed(result))).isOneForm()).isFalse();
  }

  @Test
  void receiptsOfOthersAreReadWithMoreFreedomAndAreNotTheOneForm() {
    var other =
        receipt().with("iat", Node.of(5L)).with("nonce", Node.of(Bytes.utf8("twelve bytes")));

    var read = Receipt.of(Invocation.decode(signed(other)));

    assertThat(read.issuedAt()).isEqualTo(5L);
    assertThat(read.ran()).isEqualTo(Tokens.RAN);
    assertThat(read.isOneForm()).isFalse();
    assertThatThrownBy(() -> Receipt.decode(signed(other))).isInstanceOf(MalformedException.class);
  }

  @Test
  void noFreedomReachesWhoIsTalkingAboutWhat() {
    var payload = receipt();

    refusedFromAnybody(
        payload.with("aud", Node.of(Tokens.ALICE.did().text())), "must not have aud");
    refusedFromAnybody(payload.with("sub", Node.of(Tokens.BOB.did().text())), "about its issuer");
    refusedFromAnybody(payload.with("cause", Node.of(Tokens.RAN)), "must not have cause");
    refusedFromAnybody(payload.with("prf", Node.list(Node.of(Tokens.RAN))), "proofs in prf");
    var forged = Envelope.sign(Tokens.BOB, Envelope.INVOCATION, payload).bytes();
    assertThatThrownBy(() -> Receipt.of(Invocation.decode(forged)))
        .hasMessageEndingWith("is not of " + Tokens.ALICE.did());
  }

  @Test
  void theSameEffectsGiveTheSameBytes() {
    Property.check(
        20,
        seed -> {
          var random = Property.random(seed);
          var effect = random.nextBoolean() ? plain : full;
          var other = effect.meta(MapNode.of("n", Node.of(random.nextInt())));

          assertThat(issue(effect, other).bytes()).isEqualTo(issue(effect, other).bytes());
        });
  }

  private static Receipt issue(Effect... run) {
    return Receipt.issue(Tokens.ALICE, Tokens.RAN, OK, List.of(run), MapNode.EMPTY);
  }

  private static MapNode receipt() {
    return Tokens.receipt();
  }

  private static MapNode args(Node run) {
    return ((MapNode) receipt().find("args").orElseThrow()).with("run", run);
  }

  private static Bytes signed(MapNode payload) {
    return Tokens.signed(Envelope.INVOCATION, payload);
  }

  private static void refused(Node effect, String why) {
    refusedFromAnybody(receipt().with("args", args(Node.list(effect))), why);
  }

  private static void refusedFromAnybody(MapNode payload, String why) {
    assertThatThrownBy(() -> Receipt.of(Invocation.decode(signed(payload))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
