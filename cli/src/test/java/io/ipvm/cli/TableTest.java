package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Paint PLAIN = new Paint(false);

  @Test
  void linesColumnsUp() {
    var lines = runs().lines(Integer.MAX_VALUE, true, PLAIN);

    assertThat(lines)
        .containsExactly(
            "RUN                         NAME           STATUS     TASKS",
            "01KB0000000000000000000001  contact-sheet  completed    9/9",
            "01KB0000000000000000000002  日本語         failed      2/11");
  }

  @Test
  void leavesTheHeaderOut() {
    assertThat(runs().lines(200, false, PLAIN)).hasSize(2).noneMatch(line -> line.contains("RUN"));
  }

  @Test
  void takesRoomFromTheWidestFirst() {
    var lines = runs().lines(50, true, PLAIN);

    assertThat(lines).allMatch(line -> Text.width(line) <= 50);
    assertThat(lines.get(1)).isEqualTo("01KB0000000000000  contact-sheet  completed    9/9");
  }

  @Test
  void dropsColumnsThatMayGoOnANarrowTerminal() {
    var lines = runs().lines(35, true, PLAIN);

    assertThat(lines)
        .containsExactly(
            "RUN           NAME        STATUS",
            "01KB00000000  contact-s…  completed",
            "01KB00000000  日本語      failed");
  }

  @Test
  void neverCutsBelowTheLeast() {
    var lines = runs().lines(10, true, PLAIN);

    assertThat(lines.get(1)).isEqualTo("01KB00000000  conta…  completed");
  }

  @Test
  void coloursDoNotCountAsWidth() {
    var table = new Table(List.of(Column.fixed("A"), Column.fixed("B")));
    table.add(List.of(new Cell("x", Tint.BAD), Cell.of("y")));

    assertThat(table.lines(80, false, new Paint(true))).containsExactly("\u001b[31mx\u001b[0m  y");
  }

  @Test
  void spellsOutControlCharacters() {
    assertThat(Cell.of("a\nb").text()).isEqualTo("a\\nb");
  }

  @Test
  void refusesARowOfAnotherLength() {
    var table = new Table(List.of(Column.fixed("A")));
    var row = List.of(Cell.of("x"), Cell.of("y"));

    assertThatThrownBy(() -> table.add(row)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Table runs() {
    var table =
        new Table(
            List.of(
                Column.runId("RUN"),
                Column.text("NAME"),
                Column.fixed("STATUS"),
                Column.number("TASKS").dropped()));
    table.add(row("01KB0000000000000000000001", "contact-sheet", "completed", "9/9"));
    table.add(row("01KB0000000000000000000002", "日本語", "failed", "2/11"));
    return table;
  }

  private static List<Cell> row(String... texts) {
    return List.of(texts).stream().map(Cell::of).toList();
  }
}
