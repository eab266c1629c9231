package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;

/// A place in a task's input that another task's result will fill.
///
/// @param instruction the awaited instruction
public record Promise(Branch branch, Cid instruction) {
  public Promise {
    requireNonNull(branch);
    requireNonNull(instruction);
  }

  /// Which outcome is awaited; the key of the one-entry map that stands for the promise.
  public enum Branch {
    OK("await/ok"),
    ERROR("await/error"),
    ANY("await/*");

    private final String key;

    Branch(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }
  }
}
