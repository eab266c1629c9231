package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.node.ReceiptCheck.Finding.Result;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Reading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceiptVerifierTest {
  private static final String DOCUMENT =
      """
      v: 0.2.0
      tasks:
        first: { call: java/answer@1, with: 1 }
        second: { call: java/answer@1, with: ["{{ needs.first.output }}"] }
      """;

  @TempDir private Path folder;

  @Test
  void findsThatAnotherExecutorLied() throws Exception {
    var receipt = run("honest", Node.of(42));

    try (var node = node("honest", Node.of(43))) {
      var check = node.verify(receipt.bytes(), true);

      assertThat(check.passed()).isFalse();
      var replay = check.findings().getLast();
      assertThat(replay.result()).isEqualTo(Result.FAILED);
      assertThat(replay.detail()).contains("43").contains("42");
    }
  }

  @Test
  void refusesAReceiptWithOneBitChanged() throws Exception {
    var receipt = run("data", Node.of(42));
    var bytes = receipt.bytes().toArray();
    bytes[10] ^= 1; // inside the signature

    try (var node = node("data", Node.of(42))) {
      assertThatThrownBy(() -> node.verify(Bytes.owned(bytes), false))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH));
    }
  }

  @Test
  void saysWhatItCannotLookAt() throws Exception {
    var receipt = run("here", Node.of(42));

    try (var node = node("elsewhere", Node.of(42))) {
      var check = node.verify(receipt.bytes(), true);

      assertThat(check.passed()).isTrue();
      assertThat(check.findings())
          .filteredOn(finding -> finding.result() == Result.UNKNOWN)
          .isNotEmpty();
    }
  }

  @Test
  void findsTheInputsAmongImportedBlocksAndPassesOverForgedOnes() throws Exception {
    var receipt = run("here", Node.of(42));

    try (var here = node("here", Node.of(42));
        var there = node("there", Node.of(42))) {
      here.walk(List.of(receipt.cid()), false)
          .forEachRemaining(block -> {
            there.store().blocks().put(block);
            there.store().blocks().put(forged(block));
          });
      var check = there.verify(receipt.bytes(), true);

      assertThat(check.findings())
          .allSatisfy(finding -> assertThat(finding.result()).isEqualTo(Result.PASSED));
      assertThat(there.tree(receipt).inputs()).hasSize(1);
      assertThat(there.tree(receipt).inputs().getFirst().receipt().issuer())
          .isEqualTo(here.nodeDid());
    }
  }

  /// One bit of what, in a receipt, is its signature is another.
  private static Block forged(Block block) {
    var bytes = block.bytes().toArray();
    bytes[10] ^= 1;
    return Block.of(block.cid().codec(), Bytes.owned(bytes));
  }

  @Test
  void findsTheReceiptOfAnEffectInTheRunItBelongsTo() throws Exception {
    var document =
        """
        v: 0.2.0
        tasks:
          first: { call: java/fetch@1, with: 1 }
          second: { call: java/answer@1, with: ["{{ needs.first.output }}"] }
        """;
    try (var here = node("here", Node.of(42));
        var there = node("there", Node.of(42))) {
      var receipt = run(here, document);
      run(here, DOCUMENT);

      assertThat(here.tree(receipt).inputs()).hasSize(1);
      assertThat(here.verify(receipt.bytes(), true).findings())
          .allSatisfy(finding -> assertThat(finding.result()).isEqualTo(Result.PASSED));
      here.walk(List.of(receipt.cid()), false).forEachRemaining(there.store().blocks()::put);
      assertThat(there.verify(receipt.bytes(), true).findings())
          .allSatisfy(finding -> assertThat(finding.result()).isEqualTo(Result.PASSED));
    }
  }

  @Test
  void aWalkEndsWhereABlockIsMissingUnlessAPartWillDo() throws Exception {
    var receipt = run("here", Node.of(42));

    try (var there = node("there", Node.of(42))) {
      there.store().blocks().put(new Block(receipt.cid(), receipt.bytes()));

      var whole = there.walk(List.of(receipt.cid()), false);
      assertThat(whole.next().cid()).isEqualTo(receipt.cid());
      assertThatThrownBy(whole::hasNext).hasMessageContaining(receipt.ran().toString());
      assertThat(there.walk(List.of(receipt.cid()), true)).toIterable().hasSize(1);
    }
  }

  @Test
  void drawsTheReceiptsAResultCameFrom() throws Exception {
    var receipt = run("data", Node.of(42));

    try (var node = node("data", Node.of(42))) {
      var tree = node.tree(receipt);

      assertThat(tree.instruction()).isPresent();
      assertThat(tree.inputs()).hasSize(1);
      assertThat(tree.inputs().getFirst().inputs()).isEmpty();
    }
  }

  /// The receipt of `second`.
  private Receipt run(String data, Node answer) throws InterruptedException {
    try (var node = node(data, answer)) {
      return run(node, DOCUMENT);
    }
  }

  private Receipt run(Ipvm node, String document) throws InterruptedException {
    if (node.read(Bytes.utf8(document), "test.yaml", folder)
            instanceof Reading.Valid(var read, var _)
        && read.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
      var tasks = node.run(workflow).tasks();
      return tasks.getLast().receipt().flatMap(node::findReceipt).orElseThrow();
    }
    throw new AssertionError("the document of the test is wrong");
  }

  private Ipvm node(String data, Node answer) {
    return Ipvm.builder(folder.resolve(data))
        .register(JavaFunction.of("answer", "1", EffectClass.PURE, (in, context) -> answer))
        .register(JavaFunction.of("fetch", "1", EffectClass.QUERY, (in, context) -> Node.of(7)))
        .open();
  }
}
