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
    return node() instanceof Node.IntNode(var value) ? value : fail("an integer");
  }

  int number() {
    long value = integer();
    return (int) value == value ? (int) value : fail("an integer of 32 bits");
  }

  String text() {
    return node() instanceof Node.StringNode(var value) ? value : fail("a text");
  }

  Bytes bytes() {
    return node() instanceof Node.BytesNode(var value) ? value : fail("bytes");
  }

  Cid cid() {
    return node() instanceof Node.LinkNode(var value) ? value : fail("a link");
  }

  List<Node> list() {
    return node() instanceof Node.ListNode(var items) ? items : fail("a list");
  }

  Optional<Cid> findCid() {
    return switch (node()) {
      case Node.NullNode _ -> Optional.empty();
      case Node.LinkNode(var value) -> Optional.of(value);
      default -> fail("a link or null");
    };
  }

  Optional<String> findText() {
    return switch (node()) {
      case Node.NullNode _ -> Optional.empty();
      case Node.StringNode(var value) -> Optional.of(value);
      default -> fail("a text or null");
    };
  }

  Instant instant() {
    try {
      return Instant.ofEpochSecond(integer(), integer());
    } catch (DateTimeException e) {
      return fail("a time");
    }
  }

  Duration duration() {
    try {
      return Duration.ofSeconds(integer(), integer());
    } catch (ArithmeticException e) {
      return fail("a duration");
    }
  }

  private <T> T fail(String wanted) {
    throw new MalformedException("field " + next + " of a record is not " + wanted);
  }
}
