package io.ipvm.node;

import io.ipvm.engine.Call;
import io.ipvm.engine.Completion;
import io.ipvm.engine.Engine;
import io.ipvm.engine.Host;
import io.ipvm.engine.UsageListener;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.node.ReceiptCheck.Finding;
import io.ipvm.node.ReceiptCheck.Finding.Result;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Promises;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks receipts: the signature, that what they link to is here and unharmed, and by computing
/// the task again that the result is what it is said to be.
final class ReceiptVerifier {
  private final Engines engines;
  private final Results results;
  private final Host host;
  private final Provenance provenance;

  ReceiptVerifier(Engines engines, Results results, Host host, Provenance provenance) {
    this.engines = engines;
    this.results = results;
    this.host = host;
    this.provenance = provenance;
  }

  ReceiptTree tree(Receipt receipt) {
    return tree(receipt, new HashSet<>());
  }

  private ReceiptTree tree(Receipt receipt, Set<Cid> above) {
    var instruction = provenance.findInstruction(receipt.ran());
    var inputs = new ArrayList<ReceiptTree>();
    if (instruction.isPresent() && above.add(receipt.ran())) {
      for (var promise : Promises.find(instruction.get().input())) {
        provenance
            .findInput(receipt, promise.instruction())
            .ifPresent(entry -> inputs.add(tree(entry.receipt(), above)));
      }
      above.remove(receipt.ran());
    }
    return new ReceiptTree(receipt, instruction, inputs);
  }

  /// Checks a receipt.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `bytes` is no receipt
  /// @throws io.ipvm.ipld.IpvmException `MISMATCH` if its signature is wrong
  ReceiptCheck verify(Bytes bytes, boolean replay) throws InterruptedException {
    var receipt = Receipt.decode(bytes);
    var findings = new ArrayList<Finding>();
    findings.add(new Finding("signature", Result.PASSED, "made by " + receipt.issuer()));
    links(receipt, findings);
    if (replay) {
      findings.add(replay(receipt));
    }
    return new ReceiptCheck(receipt, findings);
  }

  private void links(Receipt receipt, List<Finding> findings) {
    findings.add(
        provenance.findInstruction(receipt.ran()).isPresent()
            ? new Finding("instruction", Result.PASSED, receipt.ran() + " is here")
            : new Finding("instruction", Result.UNKNOWN, receipt.ran() + " is not here"));
    for (var link : Node.links(receipt.out().value())) {
      findings.add(
          host.blocks().find(link).isPresent()
              ? new Finding("output", Result.PASSED, link + " is here, its hash is right")
              : new Finding("output", Result.UNKNOWN, link + " is not here"));
    }
  }

  private Finding replay(Receipt receipt) throws InterruptedException {
    var instruction = provenance.findInstruction(receipt.ran());
    if (instruction.isEmpty()) {
      return unknown("instruction " + receipt.ran() + " is not here");
    }
    var engine = engines.find(instruction.get().op());
    if (engine.isEmpty()) {
      return unknown("no engine computes " + instruction.get().op());
    }
    var profile = Results.engineProfile(receipt);
    if (!profile.equals(engine.get().descriptor().profile())) {
      return unknown(
          "made by engine " + profile + ", here is " + engine.get().descriptor().profile());
    }
    return replay(receipt, instruction.get(), engine.get());
  }

  private Finding replay(Receipt receipt, Instruction instruction, Engine engine)
      throws InterruptedException {
    var mapping = Results.mapping(receipt);
    var inputs = new HashMap<Cid, Outcome>();
    for (var promise : Promises.find(instruction.input())) {
      var input = provenance.findInput(receipt, promise.instruction());
      if (input.isEmpty()) {
        return unknown("the receipt of its input " + promise.instruction() + " is not here");
      }
      inputs.put(promise.instruction(), results.value(input.get(), mapping));
    }
    return switch (Promises.resolve(
        instruction.input(), awaited -> require(inputs, awaited), mapping)) {
      case Promises.Resolution.Mismatch(var branch, var awaited, var _) ->
          failed("awaits " + branch.key() + " of " + awaited + ", which ended otherwise");
      case Promises.Resolution.Resolved(var input) ->
          compare(
              receipt,
              engine,
              new Call(
                  instruction, input, mapping, Results.limits(receipt), receipt.ran().toString()));
    };
  }

  private Finding compare(Receipt receipt, Engine engine, Call call) throws InterruptedException {
    return switch (engine.start(call, host, UsageListener.SILENT).join()) {
      case Completion.Aborted aborted ->
          unknown("computing again ended early: " + aborted.message());
      case Completion.Returned returned -> {
        var again = LargeBytes.out(returned.out(), host.sink());
        if (again.equals(receipt.out())) {
          yield new Finding("replay", Result.PASSED, "computed again, with the same result");
        }
        yield returned.observed()
            ? unknown("it read a clock or random numbers: computed again, the result is another")
            : failed(
                "computed again, the result is another: "
                    + Wording.reason(again.toNode())
                    + " instead of "
                    + Wording.reason(receipt.out().toNode()));
      }
    };
  }

  private static Outcome require(Map<Cid, Outcome> inputs, Cid awaited) {
    var input = inputs.get(awaited);
    if (input == null) {
      throw new IllegalStateException(awaited + " was not collected");
    }
    return input;
  }

  private static Finding unknown(String detail) {
    return new Finding("replay", Result.UNKNOWN, detail);
  }

  private static Finding failed(String detail) {
    return new Finding("replay", Result.FAILED, detail);
  }
}
