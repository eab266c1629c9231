package io.ipvm.cli;

import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How a list of things is shown: columns for people, an answer for machines, one name for scripts.
///
/// @param <T> the things
final class Listing<T> {
  private final Function<T, Answer> answer;
  private final Function<T, String> id;
  private final List<Shown<T>> columns = new ArrayList<>();

  Listing(Function<T, Answer> answer, Function<T, String> id) {
    this.answer = answer;
    this.id = id;
  }

  private record Shown<T>(Column column, Function<T, Cell> cell, boolean wideOnly) {}

  Listing<T> column(Column column, Function<T, String> text) {
    columns.add(new Shown<>(column, row -> Cell.of(text.apply(row)), false));
    return this;
  }

  /// A column whose cells bring their colours.
  Listing<T> tinted(Column column, Function<T, Cell> cell) {
    columns.add(new Shown<>(column, cell, false));
    return this;
  }

  /// A column of `-o wide`.
  Listing<T> wide(Column column, Function<T, String> text) {
    columns.add(new Shown<>(column, row -> Cell.of(text.apply(row)), true));
    return this;
  }

  Answer answer(T row) {
    return answer.apply(row);
  }

  String id(T row) {
    return id.apply(row);
  }

  Table table(List<T> rows, boolean wide) {
    var shown = columns.stream().filter(column -> wide || !column.wideOnly()).toList();
    var table = new Table(shown.stream().map(Shown::column).toList());
    rows.forEach(row -> table.add(shown.stream().map(column -> column.cell().apply(row)).toList()));
    return table;
  }
}
