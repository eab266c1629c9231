package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.List;

/// One thing for people: a line per field, names on the left; lists of fields are indented below.
final class FieldLines {
  private FieldLines() {}

  static List<String> of(Answer.Fields answer, int width, Paint paint) {
    int names = answer.fields().keySet().stream().mapToInt(Text::width).max().orElse(0);
    var lines = new ArrayList<String>();
    answer
        .fields()
        .forEach((name, value) -> {
          var title = paint.apply(Tint.FAINT, Text.padRight(name, names));
          for (var line : lines(value, width - names - 2, paint)) {
            lines.add(title + "  " + line);
            title = " ".repeat(names);
          }
        });
    return lines;
  }

  private static List<String> lines(Answer value, int width, Paint paint) {
    return switch (value) {
      case Answer.Value(Node.StringNode(var text)) ->
          Text.visibleLines(text.isEmpty() ? "-" : text);
      case Answer.Value(var node) -> List.of(Text.visible(JsonText.line(Answer.of(node))));
      case Answer.Items(var items) when items.isEmpty() -> List.of("-");
      case Answer.Items(var items) ->
          items.stream().flatMap(item -> lines(item, width, paint).stream()).toList();
      case Answer.Fields fields -> of(fields, width, paint);
    };
  }
}
