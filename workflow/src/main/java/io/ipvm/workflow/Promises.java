package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import java.util.List;
import java.util.function.Function;

/// Finds promises in values and replaces them by what they came to.
public final class Promises {
  private Promises() {}

  /// The promises in `value`, at any depth, in order of appearance; each once.
  public static List<Promise> find(Node value) {
    throw new UnsupportedOperationException(value.toString());
  }

  /// Replaces every promise in `value`.
  ///
  /// @param outcomes what the awaited instruction came to
  public static Resolution resolve(Node value, Function<Cid, Outcome> outcomes, Mapping mapping) {
    throw new UnsupportedOperationException(value.toString() + outcomes + mapping);
  }

  /// Replaces the promises by label in a document's `output`.
  ///
  /// @param outcomes what the task with that label came to
  public static Resolution resolveOutput(
      Node output, Function<String, Outcome> outcomes, Mapping mapping) {
    throw new UnsupportedOperationException(output.toString() + outcomes + mapping);
  }

  /// What came of replacing promises.
  public sealed interface Resolution {
    record Resolved(Node value) implements Resolution {
      public Resolved {
        requireNonNull(value);
      }
    }

    /// A promise awaits the branch the task did not take.
    ///
    /// @param awaited the instruction CID, or in an output the label
    /// @param outcome what it came to
    record Mismatch(Promise.Branch branch, String awaited, Outcome outcome) implements Resolution {
      public Mismatch {
        requireNonNull(branch);
        requireNonNull(awaited);
        requireNonNull(outcome);
      }
    }
  }
}
