package io.ipvm.workflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a value stands in a document: the keys and indexes that lead to it from the root.
///
/// Paths grow at the end and share their beginnings, so that a walk over a document costs one
/// object a step.
final class DocumentPath {
  static final DocumentPath ROOT = new DocumentPath(null, null);

  private final @Nullable DocumentPath parent;
  private final @Nullable Step step;

  private DocumentPath(@Nullable DocumentPath parent, @Nullable Step step) {
    this.parent = parent;
    this.step = step;
  }

  static DocumentPath of(String key) {
    return ROOT.key(key);
  }

  DocumentPath key(String name) {
    return new DocumentPath(this, new Step.Key(name));
  }

  DocumentPath index(int number) {
    return new DocumentPath(this, new Step.Index(number));
  }

  /// From the root.
  List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (var path = this; path != null && path.step != null; path = path.parent) {
      steps.add(path.step);
    }
    return steps.reversed();
  }

  /// Such as `tasks.resize.args[1]`; empty for the root.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var step : steps()) {
      switch (step) {
        case Step.Key(var name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Step.Index(var number) -> text.append('[').append(number).append(']');
      }
    }
    return text.toString();
  }

  /// One step of a path.
  sealed interface Step {
    record Key(String name) implements Step {}

    record Index(int number) implements Step {}
  }
}
