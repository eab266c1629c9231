package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.cli.RunBoard.Row;
import io.ipvm.cli.RunBoard.Snapshot;
import io.ipvm.node.TaskView.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunFrameTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 100})
  void drawsARun(int columns) throws IOException {
    var lines = frame(columns, 24, true).lines(run());

    assertThat(lines).allMatch(line -> Text.width(line) < columns);
    Golden.check("frame-" + columns + ".txt", String.join("\n", lines) + "\n");
  }

  @Test
  void drawsWithoutUnicode() throws IOException {
    var ascii = run().rows().stream().filter(row -> !row.label().equals("日本語")).toList();

    var lines = frame(60, 24, false).lines(snapshot(ascii, run().now()));

    assertThat(String.join("", lines).chars().filter(c -> c > 126)).isEmpty();
    Golden.check("frame-ascii.txt", String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 9, 20})
  void fitsTheTerminalHoweverSmall(int columns) {
    assertThat(frame(columns, 5, true).lines(run()).size()).isLessThan(5);
  }

  @Test
  void showsWhatRunsFirstWhereThereIsNoRoomForAll() {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Row("task-" + i, i == 70 ? State.RUNNING : State.WAITING, 0, 0));
    }

    var lines = frame(80, 10, true).lines(snapshot(rows, SECOND));

    assertThat(lines).hasSize(9);
    assertThat(lines).anyMatch(line -> line.contains("task-70"));
    assertThat(lines.get(7)).contains("and 93 tasks more");
    assertThat(lines.get(8)).contains("0/100 in 1.0 s, 1 running");
  }

  @Test
  void hostileLabelsCannotMoveTheCursor() {
    var rows = List.of(new Row("a\u001b[2Jb\nc", State.RUNNING, 0, 0));

    var lines = frame(80, 10, true).lines(snapshot(rows, SECOND));

    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("\u001b") || line.contains("\n"));
  }

  private static RunFrame frame(int columns, int rows, boolean unicode) {
    return new RunFrame(new Terminal.Size(columns, rows), unicode, new Paint(false));
  }

  private static Snapshot run() {
    return snapshot(
        List.of(
            new Row("square", State.REPLAYED, 0, 0),
            new Row("portrait", State.EXECUTED, 0, 400_000_000),
            new Row("a-rather-long-label-of-a-task", State.EXECUTED, 400_000_000, 2 * SECOND),
            new Row("soft", State.FAILED, SECOND, 2 * SECOND),
            new Row("dream", State.SKIPPED, 2 * SECOND, 2 * SECOND),
            new Row("turned", State.RUNNING, SECOND, 0),
            new Row("日本語", State.ABORTED, SECOND, 2 * SECOND),
            new Row("charge", State.IN_DOUBT, SECOND, 2 * SECOND),
            new Row("sheet", State.WAITING, 0, 0)),
        2_500_000_000L);
  }

  private static Snapshot snapshot(List<Row> rows, long now) {
    return new Snapshot("contact-sheet", false, rows, now, Optional.empty());
  }
}
