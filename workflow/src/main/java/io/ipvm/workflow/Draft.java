package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A document of any layer with its sugar removed, before its input is known: what [Template]
/// binds.
///
/// @param root the canonical root keys, without `tasks`
/// @param tasks in document order
/// @param input empty for a document that takes none
/// @param output promises by label
record Draft(
    Mapping mapping,
    String name,
    MapNode root,
    List<DraftTask> tasks,
    Optional<InputSchema> input,
    Optional<Node> output,
    Optional<Duration> timeout) {
  Draft {
    requireNonNull(mapping);
    requireNonNull(name);
    requireNonNull(root);
    tasks = List.copyOf(tasks);
    requireNonNull(input);
    requireNonNull(output);
    requireNonNull(timeout);
  }

  /// A task whose input may hold promises by label and `{{ input.path }}`.
  ///
  /// @param at where the document names it
  /// @param references the labels its input awaits, in order of appearance
  record DraftTask(
      String label,
      DocumentPath at,
      Instruction instruction,
      Limits limits,
      Optional<Cid> cause,
      Node meta,
      List<Cid> prf,
      List<Reference> references) {
    DraftTask {
      requireNonNull(label);
      requireNonNull(at);
      requireNonNull(instruction);
      requireNonNull(limits);
      requireNonNull(cause);
      requireNonNull(meta);
      prf = List.copyOf(prf);
      references = List.copyOf(references);
    }

    DraftTask withLabel(String name) {
      return new DraftTask(name, at, instruction, limits, cause, meta, prf, references);
    }

    Task toTask(Instruction concrete) {
      return new Task(
          label, List.of(), concrete, limits, cause, meta, prf, Promises.find(concrete.input()));
    }
  }

  /// A promise by label, and where it stands.
  record Reference(String label, DocumentPath at) {}
}
