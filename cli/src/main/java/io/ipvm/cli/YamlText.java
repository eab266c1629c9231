package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Answers as YAML 1.2; links and bytes look as in DAG-JSON.
final class YamlText {
  private YamlText() {}

  /// One document, ending in a line break.
  static String of(Answer answer) {
    var settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return new Dump(settings).dumpToString(plain(answer));
  }

  private static @Nullable Object plain(Answer answer) {
    return switch (answer) {
      case Answer.Fields(var fields) -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((name, value) -> map.put(name, plain(value)));
        yield map;
      }
      case Answer.Items(var items) -> list(items);
      case Answer.Value(var node) -> plain(node);
    };
  }

  private static List<@Nullable Object> list(List<Answer> items) {
    var list = new ArrayList<@Nullable Object>();
    items.forEach(item -> list.add(plain(item)));
    return list;
  }

  private static @Nullable Object plain(Node node) {
    return switch (node) {
      case Node.NullNode _ -> null;
      case Node.BoolNode(boolean value) -> value;
      case Node.IntNode(long value) -> value;
      case Node.BigIntNode(var value) -> value;
      case Node.FloatNode(double value) -> value;
      case Node.StringNode(var value) -> value;
      case Node.BytesNode(var value) ->
          Map.of(
              "/",
              Map.of(
                  "bytes", Base64.getEncoder().withoutPadding().encodeToString(value.toArray())));
      case Node.LinkNode(var cid) -> Map.of("/", cid.toString());
      case Node.ListNode(var items) -> list(items.stream().map(Answer::of).toList());
      case MapNode map -> {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> plain.put(key, plain(value)));
        yield plain;
      }
    };
  }
}
