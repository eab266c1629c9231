package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fills the list that a record is written as; an absent value is null.
final class FieldWriter {
  private final List<Node> fields = new ArrayList<>();

  FieldWriter add(Node value) {
    fields.add(value);
    return this;
  }

  FieldWriter add(long value) {
    return add(Node.of(value));
  }

  FieldWriter add(String value) {
    return add(Node.of(value));
  }

  FieldWriter add(Bytes value) {
    return add(Node.of(value));
  }

  FieldWriter add(Cid value) {
    return add(Node.of(value));
  }

  /// Two numbers: seconds since 1970 and nanoseconds.
  FieldWriter add(Instant value) {
    return add(value.getEpochSecond()).add(value.getNano());
  }

  /// Two numbers: seconds and nanoseconds.
  FieldWriter add(Duration value) {
    return add(value.getSeconds()).add(value.getNano());
  }

  FieldWriter addCid(Optional<Cid> value) {
    return add(value.<Node>map(Node::of).orElse(Node.NULL));
  }

  FieldWriter addText(Optional<String> value) {
    return add(value.<Node>map(Node::of).orElse(Node.NULL));
  }

  Node toNode() {
    return Node.list(fields);
  }
}
