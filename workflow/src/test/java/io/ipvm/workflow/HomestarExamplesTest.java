package io.ipvm.workflow;

import static io.ipvm.workflow.Documents.R;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import io.ipvm.ucan.Outcome;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The worked examples of `homestar.md` section 4, byte for byte.
final class HomestarExamplesTest {
  private static final String EXAMPLE_1 =
      "a4626f70687761736d2f72756e636e6e6360637273637842697066733a2f2f62616679626569626b34326a77687137"
          + "77327a6370653671337767746c6575677033796d6673337061356765726a6d6e616b716968687178347a7165696e"
          + "707574a2646172677381016466756e63676164645f6f6e65";

  @Test
  void anInstructionHasTheBytesAndTheCidOfExampleOne() {
    var instruction = addOne(Node.of(1), Node.of(""));

    var bytes = DagCbor.encode(instruction.toNode());

    assertThat(bytes).hasToString(Bytes.fromHex(EXAMPLE_1).toString());
    assertThat(bytes.size()).isEqualTo(117);
    assertThat(instruction.cid())
        .hasToString("bafyrmihmxmsbt4n3g6dzmj7rho34mzfbaoqqbsfcq7etsogslqftbyj7du");
  }

  @Test
  void anInstructionThatAwaitsAnotherHasTheCidOfExampleTwo() {
    var awaited = addOne(Node.of(1), Node.of("")).cid();

    var instruction = addOne(MapNode.of("await/ok", Node.of(awaited)), Node.of(""));

    assertThat(DagCbor.encode(instruction.toNode()).size()).isEqualTo(167);
    assertThat(instruction.cid())
        .hasToString("bafyrmigtptkfraoegchxtzn74hskd5vojaxhlqmqldlx5blvpngefa4kai");
    assertThat(Promises.find(instruction.input())).containsExactly(new Promise(Branch.OK, awaited));
  }

  @Test
  void aNonceOfBytesGivesTheCidOfExampleThree() {
    var nonce = Node.of(Bytes.utf8("LSS3Ftv+Gtq9965M"));

    var instruction = addOne(Node.of(1), nonce);

    assertThat(DagCbor.encode(instruction.toNode()).size()).isEqualTo(133);
    assertThat(instruction.cid())
        .hasToString("bafyrmibuezjdkjqb32jq75jea3lhwg3jpwcvk5nl76zzqyoodhuqoazvjq");
  }

  @Test
  void aNonceOfTextIsHashedAsText() {
    var instruction = addOne(Node.of(1), Node.of("1sod60ml6g26mfhsrsa0"));

    var hex = DagCbor.encode(instruction.toNode()).hex();

    assertThat(hex).contains("636e6e63" + "74" + "31736f6436306d6c366732366d66687372736130");
  }

  @Test
  void aTaskHasTheCidOfExampleFour() {
    assertThat(DagCbor.encode(exampleFour().toNode()).size()).isEqualTo(180);
    assertThat(exampleFour().cid())
        .hasToString("bafyrmibnbzmcgqp5srq4okkqso3jlzwr6hxnwybfthorpacyxqcrz6q3iq");
  }

  @Test
  void anInvocationHasTheCidOfExampleFive() {
    assertThat(exampleFour().invocation())
        .hasToString("bafyrmiecajtdoh262aummxnawmttom5edaglc2ql7mmau7lbkf2buha77i");
  }

  @Test
  void aReceiptHasTheBytesAndTheCidOfExampleSix() {
    var receipt = HomestarReceipt.of(exampleFour(), new Outcome.Ok(Node.of(2)));

    assertThat(receipt.bytes().size()).isEqualTo(82);
    assertThat(receipt.bytes().hex())
        .startsWith("a563697373f6636f757482626f6b02637072668063" + "72616ed82a5825000171" + "1620");
    assertThat(receipt.cid())
        .hasToString("bafyrmic6m3v4co2oix77ycyuopzhwpqpmskgoc2hcodnjxb3vrpbuhtxgm");
  }

  @Test
  void aReceiptOfAFailureIsTaggedError() {
    var receipt = HomestarReceipt.of(exampleFour(), new Outcome.Failed(Node.of("trap")));

    assertThat(receipt.toNode().find("out")).contains(Node.list(Node.of("error"), Node.of("trap")));
    assertThat(receipt.toNode().keys()).containsExactly("iss", "out", "prf", "ran", "meta");
  }

  @Test
  void aReceiptOfAnotherOperationHasNoFunction() {
    var instruction = new Instruction("java:greet@1", "java/call", Node.of("x"), Node.of(""));
    var task =
        new Task(
            "greet",
            List.of(),
            instruction,
            Limits.NATIVE,
            Optional.<Cid>empty(),
            MapNode.EMPTY,
            List.of(),
            List.of());

    var receipt = HomestarReceipt.of(task, new Outcome.Ok(Node.NULL));

    assertThat(receipt.meta()).isEqualTo(MapNode.EMPTY);
  }

  private static Instruction addOne(Node argument, Node nonce) {
    var input = MapNode.builder().put("func", "add_one").put("args", Node.list(argument)).build();
    return new Instruction(R, "wasm/run", input, nonce);
  }

  private static Task exampleFour() {
    var meta =
        MapNode.builder()
            .put("fuel", Node.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)))
            .put("memory", 4_294_967_296L)
            .put("time", 100_000)
            .build();
    return new Task(
        "add",
        List.of(),
        addOne(Node.of(1), Node.of("")),
        Limits.HOMESTAR,
        Optional.empty(),
        meta,
        List.of(),
        List.of());
  }
}
