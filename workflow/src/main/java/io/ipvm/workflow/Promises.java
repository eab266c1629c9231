package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import io.ipvm.ucan.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds promises in values and replaces them by what they came to.
///
/// `await/ok` and `await/error` give way to the bare value, and only if the task took that branch.
/// `await/*` takes both: in the native mapping it becomes the tagged `{"ok": v}` or `{"error": e}`,
/// in the compatibility mapping the bare value, as in Homestar (`homestar.md` section 5).
public final class Promises {
  private Promises() {}

  /// The promises in `value`, at any depth, in order of appearance; each once.
  public static List<Promise> find(Node value) {
    var found = new LinkedHashSet<Promise>();
    Tree.walk(
        value,
        DocumentPath.ROOT,
        (node, _) -> {
          var await = Await.of(node);
          if (await.isPresent() && await.get() instanceof Await.ByLink link) {
            found.add(link.promise());
            return false;
          }
          return true;
        });
    return List.copyOf(found);
  }

  /// The labels a document's `output` awaits, in order of appearance; each once.
  public static List<String> labels(Node output) {
    var found = new LinkedHashSet<String>();
    Tree.walk(
        output,
        DocumentPath.ROOT,
        (node, _) -> {
          var await = Await.of(node);
          if (await.isPresent() && await.get() instanceof Await.ByLabel(_, var label)) {
            found.add(label);
            return false;
          }
          return true;
        });
    return List.copyOf(found);
  }

  /// Replaces every promise in `value`.
  ///
  /// @param outcomes what the awaited instruction came to
  public static Resolution resolve(Node value, Function<Cid, Outcome> outcomes, Mapping mapping) {
    return replaceAll(
        value,
        await ->
            switch (await) {
              case Await.ByLink(_, var cid) -> Optional.of(outcomes.apply(cid));
              case Await.ByLabel _ -> Optional.empty();
            },
        mapping);
  }

  /// Replaces the promises by label in a document's `output`.
  ///
  /// @param outcomes what the task with that label came to
  public static Resolution resolveOutput(
      Node output, Function<String, Outcome> outcomes, Mapping mapping) {
    return replaceAll(
        output,
        await ->
            switch (await) {
              case Await.ByLabel(_, var label) -> Optional.of(outcomes.apply(label));
              case Await.ByLink _ -> Optional.empty();
            },
        mapping);
  }

  private static Resolution replaceAll(
      Node value, Function<Await, Optional<Outcome>> outcomes, Mapping mapping) {
    var mismatches = new ArrayList<Resolution.Mismatch>();
    var resolved =
        Node.rewrite(
            value,
            node ->
                Await.of(node)
                    .flatMap(await ->
                        outcomes
                            .apply(await)
                            .map(outcome -> replace(await, outcome, mapping, mismatches))));
    return mismatches.isEmpty() ? new Resolution.Resolved(resolved) : mismatches.getFirst();
  }

  private static Node replace(
      Await await, Outcome outcome, Mapping mapping, List<Resolution.Mismatch> mismatches) {
    if (!await.branch().takes(outcome)) {
      mismatches.add(new Resolution.Mismatch(await.branch(), nameOf(await), outcome));
    }
    return await.branch() == Branch.ANY && mapping == Mapping.NATIVE
        ? outcome.toNode()
        : outcome.value();
  }

  private static String nameOf(Await await) {
    return switch (await) {
      case Await.ByLink(_, var cid) -> cid.toString();
      case Await.ByLabel(_, var label) -> label;
    };
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
    record Mismatch(Branch branch, String awaited, Outcome outcome) implements Resolution {
      public Mismatch {
        requireNonNull(branch);
        requireNonNull(awaited);
        requireNonNull(outcome);
      }
    }
  }
}
