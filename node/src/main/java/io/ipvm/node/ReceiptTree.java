package io.ipvm.node;

import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Instruction;
import java.util.List;
import java.util.Optional;

/// A receipt with the receipts its task awaited.
///
/// @param instruction empty if the block is not here
public record ReceiptTree(
    Receipt receipt, Optional<Instruction> instruction, List<ReceiptTree> inputs) {
  public ReceiptTree {
    inputs = List.copyOf(inputs);
  }
}
