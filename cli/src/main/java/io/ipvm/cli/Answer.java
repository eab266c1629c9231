package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command says to a machine: JSON or YAML whose fields come in the order they were put.
///
/// CIDs and times are text here; inside a [Value] they keep their DAG-JSON form.
sealed interface Answer {
  /// Any IPLD value.
  record Value(Node node) implements Answer {}

  record Items(List<Answer> items) implements Answer {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Fields(Map<String, Answer> fields) implements Answer {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  static Answer of(Node node) {
    return new Value(node);
  }

  static Answer of(String text) {
    return new Value(Node.of(text));
  }

  static Items items(List<? extends Answer> items) {
    return new Items(List.copyOf(items));
  }

  /// Text items.
  static Items texts(List<String> items) {
    return new Items(items.stream().map(Answer::of).toList());
  }

  static Builder fields() {
    return new Builder();
  }

  /// Collects fields; optional ones that are absent leave no trace.
  final class Builder {
    private final Map<String, Answer> fields = new LinkedHashMap<>();

    private Builder() {}

    Builder put(String name, Answer value) {
      fields.put(name, value);
      return this;
    }

    Builder put(String name, String value) {
      return put(name, Answer.of(value));
    }

    Builder put(String name, long value) {
      return put(name, Answer.of(Node.of(value)));
    }

    Builder put(String name, boolean value) {
      return put(name, Answer.of(Node.of(value)));
    }

    Builder put(String name, Cid value) {
      return put(name, value.toString());
    }

    Builder put(String name, Instant value) {
      return put(name, value.toString());
    }

    /// Any of the kinds above; the object's text otherwise.
    Builder putIfPresent(String name, Optional<?> value) {
      value.ifPresent(present -> {
        switch (present) {
          case Answer answer -> put(name, answer);
          case Node node -> put(name, Answer.of(node));
          case Long number -> put(name, number);
          default -> put(name, present.toString());
        }
      });
      return this;
    }

    Fields build() {
      return new Fields(fields);
    }
  }
}
