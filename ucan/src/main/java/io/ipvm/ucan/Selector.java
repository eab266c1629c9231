package io.ipvm.ucan;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a statement looks: a path into the arguments, such as `.limits.gas` or `.to[-1]?`.
///
/// Its text is taken apart once, when a token is read; following it is a walk over an array. A walk
/// ends early where a segment finds nothing (rule SEL-2), with two exceptions: a key that a map
/// lacks gives null (rule C5), and so does every segment marked `?`. Equal by what they select:
/// `.["foo"]` is `.foo`. Source: ucan-wg/delegation, "Selectors"; rules SEL-1 to SEL-8, C5 and C8.
final class Selector {
  /// Most segments of one selector (rule LIM-1).
  static final int MAX_SEGMENTS = 64;

  /// One step down.
  sealed interface Segment {
    /// Whether it gives null where it would fail.
    boolean optional();

    record Field(String key, boolean optional) implements Segment {}

    /// `[]`: a list stays as it is, of a map the values.
    record Values(boolean optional) implements Segment {}

    /// Negative from the end.
    record Index(long index, boolean optional) implements Segment {}

    /// From the first (inclusive) to the second (exclusive), negative from the end, null for all.
    record Slice(@Nullable Long from, @Nullable Long to, boolean optional) implements Segment {}
  }

  private final String source;
  private final Segment[] segments;

  /// Takes `segments` as they are; `source` is how the token spells them.
  Selector(String source, List<Segment> segments) {
    this.source = source;
    this.segments = segments.toArray(Segment[]::new);
  }

  /// Reads a selector, all of `text`.
  ///
  /// @throws MalformedException that says where it breaks
  static Selector parse(String text) {
    try {
      var cursor = new TextCursor(text);
      var selector = SelectorReader.read(cursor);
      if (!cursor.atEnd()) {
        throw cursor.expected("the end of the selector");
      }
      return selector;
    } catch (PolicySyntaxException e) {
      throw new MalformedException("selector " + Quoted.of(text) + ": " + e.getMessage(), e);
    }
  }

  /// As the token spells it.
  String source() {
    return source;
  }

  /// What is there in `root`; null where the walk ends early. Where it meets a promise, that is the
  /// answer, whatever is left of the path.
  @Nullable Node select(Node root, Evaluation evaluation) {
    var node = root;
    for (var segment : segments) {
      if (evaluation.isPromise(node)) {
        return node;
      }
      var next = step(node, segment, evaluation);
      if (next == null) {
        if (!segment.optional()) {
          return null;
        }
        next = Node.NULL;
      }
      node = next;
    }
    return node;
  }

  /// The part of the path that ends where `root` has nothing; empty if all is there.
  Optional<Selector> missing(Node root, Evaluation evaluation) {
    var node = root;
    for (int i = 0; i < segments.length; i++) {
      var next = step(node, segments[i], evaluation);
      boolean absent =
          segments[i] instanceof Segment.Field(var key, _)
              && node instanceof MapNode map
              && !map.has(key);
      if (next == null || absent) {
        return Optional.of(new Selector(source, List.of(segments).subList(0, i + 1)));
      }
      node = next;
    }
    return Optional.empty();
  }

  private static @Nullable Node step(Node node, Segment segment, Evaluation evaluation) {
    evaluation.spend(1);
    return switch (segment) {
      case Segment.Field field ->
          node instanceof MapNode map ? map.find(field.key()).orElse(Node.NULL) : null;
      case Segment.Values _ -> values(node, evaluation);
      case Segment.Index index -> item(node, index.index());
      case Segment.Slice slice -> slice(node, slice, evaluation);
    };
  }

  private static @Nullable Node values(Node node, Evaluation evaluation) {
    return switch (node) {
      case Node.ListNode list -> list;
      case MapNode map -> evaluation.spend(map.size()) ? Node.list(map.values()) : null;
      default -> null;
    };
  }

  private static @Nullable Node item(Node node, long index) {
    return switch (node) {
      case Node.ListNode(var items) -> {
        long at = index < 0 ? index + items.size() : index;
        yield at >= 0 && at < items.size() ? items.get((int) at) : null;
      }
      case Node.BytesNode(var bytes) -> {
        long at = index < 0 ? index + bytes.size() : index;
        yield at >= 0 && at < bytes.size() ? Node.of(bytes.at((int) at) & 0xff) : null;
      }
      default -> null;
    };
  }

  private static @Nullable Node slice(Node node, Segment.Slice slice, Evaluation evaluation) {
    return switch (node) {
      case Node.ListNode(var items) -> {
        int from = bound(slice.from(), 0, items.size());
        int to = Math.max(from, bound(slice.to(), items.size(), items.size()));
        yield evaluation.spend(to - from) ? Node.list(items.subList(from, to)) : null;
      }
      case Node.BytesNode(var bytes) -> {
        int from = bound(slice.from(), 0, bytes.size());
        int to = Math.max(from, bound(slice.to(), bytes.size(), bytes.size()));
        yield Node.of(bytes.slice(from, to));
      }
      default -> null;
    };
  }

  private static int bound(@Nullable Long written, int unwritten, int size) {
    if (written == null) {
      return unwritten;
    }
    long at = written < 0 ? written + size : written;
    return Math.clamp(at, 0, size);
  }

  /// The plainest spelling.
  String text() {
    var text = new StringBuilder(".");
    for (int i = 0; i < segments.length; i++) {
      switch (segments[i]) {
        case Segment.Field(var key, _) when SelectorReader.isName(key) ->
            text.append(i == 0 ? "" : ".").append(key);
        case Segment.Field(var key, _) ->
            text.append('[').append(PolicyWriter.quoted(key)).append(']');
        case Segment.Values _ -> text.append("[]");
        case Segment.Index(long index, _) -> text.append('[').append(index).append(']');
        case Segment.Slice(var from, var to, _) ->
            text.append('[').append(shown(from)).append(':').append(shown(to)).append(']');
      }
      text.append(segments[i].optional() ? "?" : "");
    }
    return text.toString();
  }

  private static String shown(@Nullable Long bound) {
    return bound == null ? "" : bound.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selector that && Arrays.equals(segments, that.segments);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(segments);
  }

  @Override
  public String toString() {
    return text();
  }
}
