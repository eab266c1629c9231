package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.RunBoard.Row;
import io.ipvm.cli.RunBoard.Snapshot;
import io.ipvm.node.TaskView.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One picture of a run: a line per task with symbol, name, time and a bar on a common time axis
/// (so that one sees what ran side by side), and a line for the whole.
///
/// Never wider than the terminal, never as high: of many tasks, those that run or failed come
/// first.
final class RunFrame {
  private static final int LONGEST_NAME = 24;
  private static final int TIME = 9;
  private static final int SHORTEST_BAR = 6;
  private static final int LONGEST_BAR = 60;

  /// What a line takes besides the name: symbol, time, the shortest bar, gaps, the last column.
  private static final int ROOM_BESIDE_NAME = 2 + 1 + TIME + 2 + SHORTEST_BAR + 1;

  private final Terminal.Size size;
  private final boolean unicode;
  private final Paint paint;

  RunFrame(Terminal.Size size, boolean unicode, Paint paint) {
    this.size = size;
    this.unicode = unicode;
    this.paint = paint;
  }

  List<String> lines(Snapshot run) {
    // One line for the whole, one for what is left out, one for the cursor.
    var rows = choose(run.rows(), Math.max(1, size.rows() - 3));
    int name =
        Math.min(
            Math.min(LONGEST_NAME, Math.max(6, size.columns() - ROOM_BESIDE_NAME)),
            rows.stream().mapToInt(row -> Text.width(Text.visible(row.label()))).max().orElse(0));
    int bar = Math.min(LONGEST_BAR, size.columns() - 1 - (2 + name + 1 + TIME + 2));
    var lines = new ArrayList<String>();
    for (var row : rows) {
      lines.add(line(row, run.now(), name, bar));
    }
    int hidden = run.rows().size() - rows.size();
    if (hidden > 0) {
      lines.add(paint.apply(Tint.FAINT, "  and " + Humane.count(hidden, "task") + " more"));
    }
    lines.add(whole(run));
    return unicode ? lines : lines.stream().map(line -> line.replace('…', '~')).toList();
  }

  private String line(Row row, long now, int name, int bar) {
    var tint = TaskSigns.tint(row.state());
    var cut = Text.cut(Text.visible(row.label()), name);
    var label = Text.padRight(cut, name);
    var line =
        paint.apply(tint, TaskSigns.symbol(row.state(), now, unicode))
            + " "
            + paint.apply(row.state() == State.WAITING ? Tint.FAINT : Tint.NONE, label)
            + " "
            + paint.apply(Tint.FAINT, Text.padLeft(time(row, now), TIME));
    var shown = bar < SHORTEST_BAR ? "" : bar(row, now, bar);
    return (shown.isEmpty() ? line : line + "  " + paint.apply(tint, shown)).stripTrailing();
  }

  private static String time(Row row, long now) {
    return switch (row.state()) {
      case WAITING -> "";
      case RUNNING -> Humane.duration(Duration.ofNanos(now - row.start()));
      case EXECUTED, FAILED -> Humane.duration(Duration.ofNanos(row.end() - row.start()));
      case REPLAYED, ABORTED, SKIPPED, IN_DOUBT -> TaskSigns.word(row.state());
    };
  }

  private String bar(Row row, long now, int width) {
    boolean ran =
        switch (row.state()) {
          case WAITING, SKIPPED, REPLAYED -> false;
          case RUNNING, EXECUTED, FAILED, ABORTED, IN_DOUBT -> true;
        };
    if (!ran) {
      return "";
    }
    long end = row.state() == State.RUNNING ? now : row.end();
    double scale = (double) width / Math.max(now, 1);
    int from = Math.clamp(Math.round(row.start() * scale), 0, width - 1);
    int to = Math.clamp(Math.round(end * scale), from + 1, width);
    return " ".repeat(from) + (unicode ? "━" : "=").repeat(to - from);
  }

  private String whole(Snapshot run) {
    long over =
        run.rows().stream()
            .filter(row -> row.state() != State.WAITING && row.state() != State.RUNNING)
            .count();
    var text = new StringBuilder(over + "/" + run.rows().size() + " in ");
    text.append(Humane.duration(Duration.ofNanos(run.now())));
    for (var state : List.of(State.RUNNING, State.REPLAYED, State.FAILED)) {
      if (run.count(state) > 0) {
        text.append(", ").append(run.count(state)).append(' ').append(TaskSigns.word(state));
      }
    }
    var name = Text.visible(run.name());
    int room = size.columns() - 1 - text.length() - 2;
    var head = room < 4 || name.isEmpty() ? "" : Text.cut(name, room) + "  ";
    return paint.apply(Tint.TITLE, head) + Text.cut(text.toString(), size.columns() - 1);
  }

  /// At most `most` rows, in the document's order.
  private static List<Row> choose(List<Row> rows, int most) {
    if (rows.size() <= most) {
      return rows;
    }
    var chosen =
        rows.stream()
            .sorted(Comparator.comparingInt(RunFrame::rank).thenComparingLong(row -> -row.end()))
            .limit(most)
            .toList();
    return rows.stream().filter(chosen::contains).toList();
  }

  private static int rank(Row row) {
    return switch (row.state()) {
      case RUNNING -> 0;
      case FAILED, ABORTED, IN_DOUBT -> 1;
      case EXECUTED -> 2;
      case WAITING -> 3;
      case REPLAYED, SKIPPED -> 4;
    };
  }
}
