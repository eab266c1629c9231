package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Node;
import java.util.List;

/// Writes answers to standard output in the format that was asked for.
final class Printer {
  private final DataStream out;
  private final Terminal terminal;
  private final OutputFormat format;
  private final boolean header;
  private final Paint paint;

  Printer(DataStream out, Terminal terminal, OutputFormat format, boolean header, Paint paint) {
    this.out = out;
    this.terminal = terminal;
    this.format = format;
    this.header = header;
    this.paint = paint;
  }

  OutputFormat format() {
    return format;
  }

  /// One answer of many rows.
  <T> void list(Listing<T> listing, List<T> rows) {
    switch (format) {
      case TABLE -> table(listing.table(rows, false), Integer.MAX_VALUE);
      case WIDE -> lines(listing.table(rows, true).lines(Integer.MAX_VALUE, header, paint));
      case JSON -> text(JsonText.pretty(Answer.items(answers(listing, rows))));
      case DAG_JSON -> text(JsonText.canonical(Answer.items(answers(listing, rows))));
      case JSONL -> rows.forEach(row -> text(JsonText.line(listing.answer(row))));
      case YAML -> document(YamlText.of(Answer.items(answers(listing, rows))));
      case ID -> rows.forEach(row -> text(Text.visible(listing.id(row))));
    }
  }

  /// One answer about one thing, which `id` names.
  void fields(Answer.Fields answer, String id) {
    switch (format) {
      case TABLE, WIDE -> lines(FieldLines.of(answer, width(), paint));
      case ID -> text(id);
      case JSON, JSONL, YAML, DAG_JSON -> structured(answer);
    }
  }

  /// A result: text as it is, bytes as they are (unless they would land on a terminal), everything
  /// else as DAG-JSON; or as the format says.
  void value(Node value) {
    switch (format) {
      case TABLE, WIDE, ID -> plainValue(value);
      case JSON, JSONL, YAML, DAG_JSON -> structured(Answer.of(value));
    }
  }

  /// JSON, JSON lines or YAML; JSON if the format is one for people.
  void structured(Answer answer) {
    switch (format) {
      case TABLE, WIDE, ID, JSON -> text(JsonText.pretty(answer));
      case JSONL -> text(JsonText.line(answer));
      case DAG_JSON -> text(JsonText.canonical(answer));
      case YAML -> document(YamlText.of(answer));
    }
  }

  /// One line, or several; the last line break is added.
  void text(String text) {
    out.println(text);
    out.flush();
  }

  void lines(List<String> lines) {
    lines.forEach(this::text);
  }

  void heading(String title) {
    text(paint.apply(Tint.TITLE, title));
  }

  void table(Table table, int atMost) {
    lines(table.lines(Math.min(width(), atMost), header, paint));
  }

  /// Bytes as they are.
  void bytes(Bytes bytes) {
    out.write(bytes.toArray());
    out.flush();
  }

  Paint paint() {
    return paint;
  }

  /// Columns there are; unlimited where nobody looks.
  int width() {
    return terminal.out() ? terminal.size().columns() : Integer.MAX_VALUE;
  }

  private void plainValue(Node value) {
    switch (value) {
      case Node.StringNode(var string) when terminal.out() -> lines(Text.visibleLines(string));
      case Node.StringNode(var string) -> text(string);
      case Node.BytesNode(var bytes) when terminal.out() ->
          text(Humane.size(bytes.size()) + " of bytes: -o json shows them, a pipe or > takes them");
      case Node.BytesNode(var bytes) -> bytes(bytes);
      default -> text(JsonText.pretty(Answer.of(value)));
    }
  }

  private void document(String text) {
    text(text.stripTrailing());
  }

  private static <T> List<Answer> answers(Listing<T> listing, List<T> rows) {
    return rows.stream().map(listing::answer).toList();
  }
}
