package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Promise.Resolution;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromiseTest {
  private static final Options OTHER_SPELLING = Options.interop(Option.UCAN_AWAIT);

  private final Cid first = task("first");
  private final Cid second = task("second");
  private final Node link = Node.of(first);

  @ParameterizedTest
  @CsvSource({"await/ok, OK", "await/error, ERROR", "await/*, ANY"})
  void isAMapOfOneTagAndALink(String tag, Branch branch) {
    var promise = new Promise(branch, first);

    assertThat(promise.toNode()).isEqualTo(MapNode.of(tag, link));
    assertThat(Promise.of(promise.toNode(), Options.STRICT)).contains(promise);
    assertThat(Promise.of(promise.toNode(), OTHER_SPELLING)).contains(promise);
  }

  /// Trap T49: another node takes any map of one key and a link for a promise.
  @ParameterizedTest
  @ValueSource(
      strings = {"await", "await/", "await/err", "ok", "/", "Await/ok", "ucan/await/ok", ""})
  void anyOtherMapWithALinkIsData(String key) {
    assertThat(Promise.of(MapNode.of(key, link), Options.STRICT)).isEmpty();
  }

  @Test
  void onlyALinkAloneMakesAPromise() {
    assertThat(Promise.of(MapNode.of("await/ok", Node.of("text")), Options.STRICT)).isEmpty();
    assertThat(Promise.of(MapNode.of("await/ok", link).with("x", Node.NULL), Options.STRICT))
        .isEmpty();
    assertThat(Promise.of(link, Options.STRICT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ucan/await/ok, OK", "ucan/await/err, ERROR", "ucan/await/*, ANY"})
  void theOtherSpellingIsReadByItsOption(String tag, Branch branch) {
    assertThat(Promise.of(MapNode.of(tag, link), OTHER_SPELLING))
        .contains(new Promise(branch, first));
    assertThat(Promise.of(MapNode.of(tag, link), Options.STRICT)).isEmpty();
  }

  @Test
  void nobodyWritesTheMixtureOfBothSpellings() {
    assertThat(Promise.of(MapNode.of("ucan/await/error", link), OTHER_SPELLING)).isEmpty();
    assertThat(Promise.of(MapNode.of("await/err", link), OTHER_SPELLING)).isEmpty();
  }

  @Test
  void areFoundAtAnyDepth() {
    var ok = new Promise(Branch.OK, first);
    var any = new Promise(Branch.ANY, second);
    var args =
        MapNode.of("a", Node.list(Node.of(1), MapNode.of("b", ok.toNode())))
            .with("c", any.toNode());

    assertThat(Promise.in(args, Options.STRICT)).containsExactly(ok, any);
  }

  @Test
  void okAndErrorGiveWayToTheValueAndAnyToTheTaggedResult() {
    var args =
        MapNode.of("ok", new Promise(Branch.OK, first).toNode())
            .with("error", new Promise(Branch.ERROR, second).toNode())
            .with("any", Node.list(new Promise(Branch.ANY, second).toNode()));

    var resolved = Promise.resolve(args, this::receipt, Options.STRICT);

    assertThat(resolved)
        .isEqualTo(
            new Resolution.Resolved(
                MapNode.of("ok", Node.of(42))
                    .with("error", Node.of("broken"))
                    .with("any", Node.list(MapNode.of("error", Node.of("broken"))))));
  }

  @Test
  void theOtherBranchIsAnErrorThatSaysSo() {
    var promise = new Promise(Branch.OK, second);
    var receipt = receipt(second).orElseThrow();

    var mismatch =
        Promise.resolve(MapNode.of("x", promise.toNode()), this::receipt, Options.STRICT);

    assertThat(mismatch).isEqualTo(new Resolution.Mismatch(promise, receipt));
    assertThat(((Resolution.Mismatch) mismatch).error())
        .isEqualTo(
            MapNode.of("reason", Node.of("branch mismatch"))
                .with("expected", Node.of("ok"))
                .with("got", Node.of("error"))
                .with("from", Node.of(receipt.cid())));
  }

  @Test
  void waitsForEveryTaskThatHasNoReceipt() {
    var third = task("third");
    var args =
        MapNode.of("x", new Promise(Branch.OK, third).toNode())
            .with("y", new Promise(Branch.OK, first).toNode());

    assertThat(Promise.resolve(args, this::receipt, Options.STRICT))
        .isEqualTo(new Resolution.Pending(Set.of(third)));
  }

  @Test
  void whatComesInIsDataEvenIfItReadsAsAPromise() {
    var inner = new Promise(Branch.OK, second).toNode();
    var args = MapNode.of("x", new Promise(Branch.OK, first).toNode());

    var resolved =
        Promise.resolve(
            args, _ -> Optional.of(issue(first, new Outcome.Ok(inner))), Options.STRICT);

    assertThat(resolved).isEqualTo(new Resolution.Resolved(MapNode.of("x", inner)));
  }

  @Test
  void argumentsThatAreOnePromiseBecomeAMapOrNothing() {
    var args = new Promise(Branch.OK, first).toNode();

    assertThat(Promise.resolve(args, this::receipt, Options.STRICT))
        .isEqualTo(new Resolution.NoArguments(Node.of(42)));
    assertThat(
            Promise.resolve(
                args,
                _ -> Optional.of(issue(first, new Outcome.Ok(MapNode.EMPTY))),
                Options.STRICT))
        .isEqualTo(new Resolution.Resolved(MapNode.EMPTY));
  }

  private Optional<Receipt> receipt(Cid task) {
    if (task.equals(first)) {
      return Optional.of(issue(task, new Outcome.Ok(Node.of(42))));
    } else if (task.equals(second)) {
      return Optional.of(issue(task, new Outcome.Failed(Node.of("broken"))));
    }
    return Optional.empty();
  }

  private static Receipt issue(Cid task, Outcome outcome) {
    return Receipt.issue(Tokens.ALICE, task, outcome, MapNode.EMPTY);
  }

  private static Cid task(String name) {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, Bytes.utf8(name));
  }
}
