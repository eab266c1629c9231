package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Node;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;

/// An instruction that is ready to run.
///
/// @param input the instruction's input with every promise replaced by its value
/// @param idempotencyKey what an effect tells the outside world; the instruction CID as text
public record Call(
    Instruction instruction, Node input, Mapping mapping, Limits limits, String idempotencyKey) {
  public Call {
    requireNonNull(instruction);
    requireNonNull(input);
    requireNonNull(mapping);
    requireNonNull(limits);
    requireNonNull(idempotencyKey);
  }
}
