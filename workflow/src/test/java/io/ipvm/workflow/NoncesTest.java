package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NoncesTest {
  private static final Bytes NONCE = Bytes.fromHex("000102030405060708090a0b");

  private final Workflow workflow =
      Documents.usual()
          .workflow(
              """
              v: 0.2.0
              tasks:
                a: { run: shop#f }
                same: { run: shop#f }
                b: { run: shop#g, args: [ { x: "{{ needs.a.output }}" } ] }
                c: { run: shop#h, args: [ "{{ needs.b.error }}" ] }
                d: { run: shop#i }
              output: "{{ needs.c.output }}"
              """);

  @Test
  void aNonceChangesItsTaskAndAllThatAwaitIt() {
    var bound = workflow.withNonces(task -> nonceFor(task, "a"));

    var a = bound.findTask("a").orElseThrow().instruction();
    var b = bound.findTask("b").orElseThrow().instruction();
    var c = bound.findTask("c").orElseThrow();
    assertThat(a.nnc()).isEqualTo(Node.of(NONCE));
    assertThat(b.nnc()).isEqualTo(Node.of(""));
    assertThat(Promises.find(b.input())).containsExactly(new Promise(Branch.OK, a.cid()));
    assertThat(c.promises()).containsExactly(new Promise(Branch.ERROR, b.cid()));
    assertThat(bound.findTask("d")).isEqualTo(workflow.findTask("d"));
  }

  @Test
  void theDocumentIsRewrittenUnderEveryLabel() {
    var bound = workflow.withNonces(task -> nonceFor(task, "a"));

    var again =
        Documents.valid(
            Documents.valid(new DocumentReader(Documents.empty()).read(bound.bytes(), bound.name()))
                .bind(MapNode.EMPTY));

    assertThat(bound.cid()).isNotEqualTo(workflow.cid());
    assertThat(again).isEqualTo(bound);
    assertThat(again.findTask("same")).isEqualTo(again.findTask("a"));
  }

  @Test
  void withoutNoncesNothingChanges() {
    assertThat(workflow.withNonces(task -> Optional.empty())).isSameAs(workflow);
  }

  @Test
  void aNonceAlreadyThereStays() {
    var bound = workflow.withNonces(task -> nonceFor(task, "b"));

    assertThat(bound.withNonces(task -> nonceFor(task, "d")).findTask("b"))
        .isEqualTo(bound.findTask("b"));
  }

  @Test
  void homestarDocumentsKeepTheirKindOfCid() {
    var l0 =
        Documents.empty()
            .workflow(
                "{\"tasks\":[{\"meta\":{},\"prf\":[],\"run\":{\"rsc\":\""
                    + Documents.R
                    + "\",\"op\":\"wasm/run\",\"input\":{\"func\":\"f\",\"args\":[]}}}]}");

    var bound = l0.withNonces(task -> Optional.of(NONCE));

    assertThat(bound.cid()).isEqualTo(bound.homestarCid());
    assertThat(bound.cid().toString()).startsWith("bafyrmi");
  }

  @Test
  void aNonceOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> workflow.withNonces(task -> Optional.of(Bytes.fromHex("00"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonce of 1 bytes");
  }

  @Test
  void theNonceOfARunIsAsTheDesignSays() {
    var run = RunId.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    assertThat(RunNonce.of(run, "charge", 0).size()).isEqualTo(12);
    assertThat(RunNonce.of(run, "charge", 0)).isNotEqualTo(RunNonce.of(run, "charge", 1));
    assertThat(RunNonce.of(run, "charge", 300)).isNotEqualTo(RunNonce.of(run, "charge", 44));
    assertThat(RunNonce.of(run, "charge", 0).hex())
        .isEqualTo(
            io.ipvm.ipld.HashFunction.SHA2_256
                .digest(
                    Bytes.utf8("ipvm/run-nonce/1")
                        .concat(run.bytes())
                        .concat(Bytes.utf8("charge"))
                        .concat(Bytes.fromHex("0000")))
                .slice(0, 12)
                .hex());
    assertThatThrownBy(() -> RunNonce.of(run, "charge", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Optional<Bytes> nonceFor(Task task, String label) {
    return task.isCalled(label) ? Optional.of(NONCE) : Optional.empty();
  }
}
