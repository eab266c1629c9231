package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Branch;

/// A place in a task's input that another task's result will fill. Documents name the instruction,
/// where invocations of UCAN name the task, see [io.ipvm.ucan.Promise].
///
/// @param instruction the awaited instruction
public record Promise(Branch branch, Cid instruction) {
  public Promise {
    requireNonNull(branch);
    requireNonNull(instruction);
  }
}
