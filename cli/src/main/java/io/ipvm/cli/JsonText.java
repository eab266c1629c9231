package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers as JSON: over several lines for reading, on one line for streams of values.
///
/// IPLD values are DAG-JSON; without its white space the pretty form of one is the canonical form.
final class JsonText {
  private final boolean pretty;
  private final StringBuilder text = new StringBuilder();

  private JsonText(boolean pretty) {
    this.pretty = pretty;
  }

  static String pretty(Answer answer) {
    return new JsonText(true).write(answer, 0);
  }

  static String line(Answer answer) {
    return new JsonText(false).write(answer, 0);
  }

  /// With sorted keys, as DAG-JSON is hashed.
  static String canonical(Answer answer) {
    return DagJson.encode(node(answer));
  }

  private static Node node(Answer answer) {
    return switch (answer) {
      case Answer.Value(var value) -> value;
      case Answer.Items(var items) -> Node.list(items.stream().map(JsonText::node).toList());
      case Answer.Fields(var fields) -> {
        var map = MapNode.builder();
        fields.forEach((name, value) -> map.put(name, node(value)));
        yield map.build();
      }
    };
  }

  private String write(Answer answer, int depth) {
    append(answer, depth);
    return text.toString();
  }

  private void append(Answer answer, int depth) {
    switch (answer) {
      case Answer.Fields(var fields) -> appendFields(fields, depth);
      case Answer.Items(var items) -> appendItems(items, depth);
      case Answer.Value(MapNode map) when map.size() > 0 && !map.has("/") ->
          appendFields(sorted(map), depth);
      case Answer.Value(Node.ListNode(var items)) ->
          appendItems(items.stream().map(Answer::of).toList(), depth);
      case Answer.Value(var leaf) -> text.append(DagJson.encode(leaf));
    }
  }

  private void appendFields(Map<String, Answer> fields, int depth) {
    if (fields.isEmpty()) {
      text.append("{}");
      return;
    }
    char before = '{';
    for (var field : fields.entrySet()) {
      text.append(before);
      newLine(depth + 1);
      text.append(DagJson.encode(Node.of(field.getKey()))).append(pretty ? ": " : ":");
      append(field.getValue(), depth + 1);
      before = ',';
    }
    newLine(depth);
    text.append('}');
  }

  private void appendItems(List<Answer> items, int depth) {
    if (items.isEmpty()) {
      text.append("[]");
      return;
    }
    char before = '[';
    for (var item : items) {
      text.append(before);
      newLine(depth + 1);
      append(item, depth + 1);
      before = ',';
    }
    newLine(depth);
    text.append(']');
  }

  private void newLine(int depth) {
    if (pretty) {
      text.append('\n').append("  ".repeat(depth));
    }
  }

  /// DAG-JSON sorts keys by their bytes, the data model keeps them in DAG-CBOR's order.
  private static Map<String, Answer> sorted(MapNode map) {
    var sorted = new LinkedHashMap<String, Answer>();
    map.keys().stream()
        .sorted(Comparator.comparing(Bytes::utf8))
        .forEach(key -> sorted.put(key, Answer.of(map.find(key).orElseThrow())));
    return sorted;
  }
}
