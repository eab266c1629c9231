package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes the fields of a record one after the other, as [FieldWriter] wrote them.
final class FieldReader {
  private final List<Node> fields;
  private int next;

  FieldReader(Node record) {
    if (!(record instanceof Node.ListNode list)) {
      throw new MalformedException("record is no list");
    }
    fields = list.items();
  }

  boolean hasMore() {
    return next < fields.size();
  }

  void end() {
    if (hasMore()) {
      throw new MalformedException("record has " + fields.size() + " fields, " + next + " known");
    }
  }

  Node node() {
    if (!hasMore()) {
      throw new MalformedException("record ends after " + next + " fields");
    }
    return fields.get(next++);
  }

  long integer() {
    if (node() instanceof Node.IntNode(var value)) {
      return value;
    }
    throw not("an integer");
  }

  int number() {
    long value = integer();
    if ((int) value != value) {
      throw not("an integer of 32 bits");
    }
    return (int) value;
  }

  String text() {
    if (node() instanceof Node.StringNode(var value)) {
      return value;
    }
    throw not("a text");
  }

  Bytes bytes() {
    if (node() instanceof Node.BytesNode(var value)) {
      return value;
    }
    throw not("bytes");
  }

  Cid cid() {
    if (node() instanceof Node.LinkNode(var value)) {
      return value;
    }
    throw not("a link");
  }

  List<Node> list() {
    if (node() instanceof Node.ListNode(var items)) {
      return items;
    }
    throw not("a list");
  }

  Optional<Cid> findCid() {
    return switch (node()) {
      case Node.NullNode _ -> Optional.empty();
      case Node.LinkNode(var value) -> Optional.of(value);
      default -> throw not("a link or null");
    };
  }

  Optional<Bytes> findBytes() {
    return switch (node()) {
      case Node.NullNode _ -> Optional.empty();
      case Node.BytesNode(var value) -> Optional.of(value);
      default -> throw not("bytes or null");
    };
  }

  Optional<String> findText() {
    return switch (node()) {
      case Node.NullNode _ -> Optional.empty();
      case Node.StringNode(var value) -> Optional.of(value);
      default -> throw not("a text or null");
    };
  }

  Instant instant() {
    try {
      return Instant.ofEpochSecond(integer(), integer());
    } catch (DateTimeException e) {
      throw not("a time");
    }
  }

  Duration duration() {
    try {
      return Duration.ofSeconds(integer(), integer());
    } catch (ArithmeticException e) {
      throw not("a duration");
    }
  }

  private MalformedException not(String wanted) {
    return new MalformedException("field " + next + " of a record is not " + wanted);
  }
}
