package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Promises.Resolution.Mismatch;
import io.ipvm.workflow.Promises.Resolution.Resolved;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PromisesTest {
  private static final Cid A = Documents.cidOf("a");
  private static final Cid B = Documents.cidOf("b");
  private static final Outcome OK = new Outcome.Ok(Node.of(7));
  private static final Outcome FAILED = new Outcome.Failed(Node.of("trap"));

  @Test
  void findsEachPromiseOnceAtAnyDepth() {
    var value =
        Node.list(
            await("await/ok", A),
            MapNode.of("x", Node.list(await("await/error", B), await("await/ok", A))),
            Node.of(B));

    assertThat(Promises.find(value))
        .containsExactly(new Promise(Branch.OK, A), new Promise(Branch.ERROR, B));
  }

  @Test
  void otherMapsAreData() {
    var value =
        Node.list(
            await("await/none", A),
            MapNode.of("await/ok", Node.of("label")),
            MapNode.of("await/ok", Node.of(A)).with("x", Node.NULL));

    assertThat(Promises.find(value)).isEmpty();
    assertThat(Promises.resolve(value, cid -> OK, Mapping.NATIVE)).isEqualTo(new Resolved(value));
  }

  @Test
  void aBranchThatWasTakenGivesWayToTheBareValue() {
    assertThat(Promises.resolve(await("await/ok", A), always(OK), Mapping.NATIVE))
        .isEqualTo(new Resolved(Node.of(7)));
    assertThat(Promises.resolve(await("await/error", A), always(FAILED), Mapping.COMPATIBILITY))
        .isEqualTo(new Resolved(Node.of("trap")));
  }

  @Test
  void aBranchThatWasNotTakenIsAMismatch() {
    assertThat(Promises.resolve(Node.list(await("await/ok", A)), always(FAILED), Mapping.NATIVE))
        .isEqualTo(new Mismatch(Branch.OK, A.toString(), FAILED));
    assertThat(Promises.resolve(await("await/error", A), always(OK), Mapping.COMPATIBILITY))
        .isEqualTo(new Mismatch(Branch.ERROR, A.toString(), OK));
  }

  @Test
  void anyBranchIsTaggedInTheNativeMappingOnly() {
    var any = await("await/*", A);

    assertThat(Promises.resolve(any, always(FAILED), Mapping.NATIVE))
        .isEqualTo(new Resolved(MapNode.of("error", Node.of("trap"))));
    assertThat(Promises.resolve(any, always(OK), Mapping.NATIVE))
        .isEqualTo(new Resolved(MapNode.of("ok", Node.of(7))));
    assertThat(Promises.resolve(any, always(OK), Mapping.COMPATIBILITY))
        .isEqualTo(new Resolved(Node.of(7)));
  }

  @Test
  void whatAResultHoldsIsNotTakenForAPromise() {
    var tricky = new Outcome.Ok(await("await/ok", B));

    var resolution =
        Promises.resolve(
            await("await/ok", A),
            cid -> {
              assertThat(cid).isEqualTo(A);
              return tricky;
            },
            Mapping.NATIVE);

    assertThat(resolution).isEqualTo(new Resolved(tricky.value()));
  }

  @Test
  void anOutputIsResolvedByLabel() {
    var output = MapNode.of("sheet.png", MapNode.of("await/ok", Node.of("sheet")));

    assertThat(Promises.resolveOutput(output, label -> OK, Mapping.NATIVE))
        .isEqualTo(new Resolved(MapNode.of("sheet.png", Node.of(7))));
    assertThat(Promises.resolveOutput(output, label -> FAILED, Mapping.NATIVE))
        .isEqualTo(new Mismatch(Branch.OK, "sheet", FAILED));
    assertThat(Promises.labels(output)).isEqualTo(List.of("sheet"));
  }

  private static Node await(String key, Cid cid) {
    return MapNode.of(key, Node.of(cid));
  }

  private static Function<Cid, Outcome> always(Outcome outcome) {
    return _ -> outcome;
  }
}
