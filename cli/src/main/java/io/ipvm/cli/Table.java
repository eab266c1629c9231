package io.ipvm.cli;

import static java.util.Objects.requireNonNull;

import io.ipvm.cli.Paint.Tint;
import java.util.ArrayList;
import java.util.List;

/// Rows for people: columns line up, and shrink until a row fits the terminal.
///
/// Too narrow a terminal first takes room from the columns that may shrink, the widest first, then
/// drops the columns that may go, from the right. What is left may be wider than the terminal; it
/// is never cut further, because a mutilated identifier is worth nothing.
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /// How a column becomes narrower.
  enum Shrink {
    NEVER,
    /// Cut at the end, with an ellipsis.
    END,
    /// Cut in the middle: identifiers.
    MIDDLE,
    /// The start alone, without an ellipsis: identifiers that may be typed as a prefix.
    PREFIX
  }

  /// One column.
  ///
  /// @param least columns it keeps when it shrinks
  /// @param optional whether it may be dropped
  record Column(String title, boolean right, Shrink shrink, int least, boolean optional) {
    static Column text(String title) {
      return new Column(title, false, Shrink.END, 6, false);
    }

    static Column fixed(String title) {
      return new Column(title, false, Shrink.NEVER, 0, false);
    }

    static Column number(String title) {
      return new Column(title, true, Shrink.NEVER, 0, false);
    }

    static Column id(String title) {
      return new Column(title, false, Shrink.MIDDLE, 16, false);
    }

    /// A run's id, of which a prefix is as good.
    static Column runId(String title) {
      return new Column(title, false, Shrink.PREFIX, 12, false);
    }

    Column dropped() {
      return new Column(title, right, shrink, least, true);
    }
  }

  /// Text in a colour.
  record Cell(String text, Tint tint) {
    Cell {
      text = Text.visible(requireNonNull(text));
    }

    static Cell of(String text) {
      return new Cell(text, Tint.NONE);
    }
  }

  void add(List<Cell> row) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(row.size() + " cells, columns " + columns.size());
    }
    rows.add(List.copyOf(row));
  }

  /// The lines, at most `width` columns wide where that is possible.
  List<String> lines(int width, boolean header, Paint paint) {
    var shown = new ArrayList<Integer>();
    for (int i = 0; i < columns.size(); i++) {
      shown.add(i);
    }
    var widths = naturalWidths(header);
    shrink(shown, widths, width);
    for (int i = columns.size() - 1; i > 0 && total(shown, widths) > width; i--) {
      if (columns.get(i).optional()) {
        shown.remove(/* element */ (Integer) i);
        widths = naturalWidths(header);
        shrink(shown, widths, width);
      }
    }
    var lines = new ArrayList<String>();
    if (header) {
      var titles = columns.stream().map(column -> new Cell(column.title(), Tint.FAINT)).toList();
      lines.add(line(titles, shown, widths, paint));
    }
    for (var row : rows) {
      lines.add(line(row, shown, widths, paint));
    }
    return lines;
  }

  private int[] naturalWidths(boolean header) {
    var widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              header ? Text.width(columns.get(i).title()) : 0,
              rows.stream().mapToInt(row -> Text.width(row.get(column).text())).max().orElse(0));
    }
    return widths;
  }

  private void shrink(List<Integer> shown, int[] widths, int width) {
    for (int excess = total(shown, widths) - width; excess > 0; excess--) {
      int widest = -1;
      for (int i : shown) {
        var column = columns.get(i);
        boolean canShrink = column.shrink() != Shrink.NEVER && widths[i] > column.least();
        if (canShrink && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private static int total(List<Integer> shown, int[] widths) {
    return shown.stream().mapToInt(i -> widths[i]).sum() + GAP.length() * (shown.size() - 1);
  }

  private String line(List<Cell> row, List<Integer> shown, int[] widths, Paint paint) {
    var line = new StringBuilder();
    for (int i : shown) {
      var column = columns.get(i);
      var cell = row.get(i);
      var text = fit(cell.text(), column.shrink(), widths[i]);
      var padding = " ".repeat(Math.max(0, widths[i] - Text.width(text)));
      line.append(line.isEmpty() ? "" : GAP);
      boolean last = i == shown.getLast();
      line.append(column.right() ? padding : "")
          .append(paint.apply(cell.tint(), text))
          .append(column.right() || last ? "" : padding);
    }
    return line.toString().stripTrailing();
  }

  private static String fit(String text, Shrink shrink, int width) {
    return switch (shrink) {
      case NEVER -> text;
      case END -> Text.cut(text, width);
      case MIDDLE -> Text.cutMiddle(text, width);
      case PREFIX -> Text.prefix(text, width);
    };
  }
}
