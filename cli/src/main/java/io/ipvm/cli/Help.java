package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import java.util.ArrayList;
import java.util.List;

/// Help texts, laid out for any width.
final class Help {
  /// Wider lines are hard to read.
  private static final int WIDEST = 100;

  private final int width;
  private final Paint paint;

  Help(int width, Paint paint) {
    this.width = Math.min(width, WIDEST);
    this.paint = paint;
  }

  /// What `ipvm` alone prints.
  List<String> overview() {
    var lines = new ArrayList<String>();
    lines.addAll(
        Text.wrap("ipvm runs workflows of sandboxed functions, once, with receipts.", width));
    lines.add("");
    lines.add(paint.apply(Tint.TITLE, "Usage:") + " ipvm COMMAND [OPTIONS]");
    lines.add("");
    lines.addAll(commands(Commands.all()));
    lines.add("");
    lines.addAll(
        section("Options of all commands", Syntax.COMMON.stream().map(Help::row).toList()));
    lines.add("");
    lines.addAll(Text.wrap("`ipvm COMMAND --help` says more. Start with: ipvm run FILE", width));
    return lines;
  }

  List<String> group(String group) {
    var lines = new ArrayList<String>();
    lines.add(paint.apply(Tint.TITLE, "Usage:") + " ipvm " + group + " COMMAND [OPTIONS]");
    lines.add("");
    lines.addAll(commands(Commands.in(group)));
    return lines;
  }

  List<String> command(String name, Syntax syntax) {
    var lines = new ArrayList<String>();
    lines.addAll(usage(name, syntax));
    lines.add("");
    lines.addAll(Text.wrap(syntax.summary(), width));
    if (!syntax.operands().isEmpty()) {
      lines.add("");
      lines.addAll(
          section(
              "Operands",
              syntax.operands().stream().map(o -> new Row(o.name(), o.purpose())).toList()));
    }
    if (!syntax.options().isEmpty()) {
      lines.add("");
      lines.addAll(section("Options", syntax.options().stream().map(Help::row).toList()));
    }
    lines.add("");
    lines.addAll(
        section("Options of all commands", Syntax.COMMON.stream().map(Help::row).toList()));
    if (!syntax.examples().isEmpty()) {
      lines.add("");
      lines.add(paint.apply(Tint.TITLE, "Examples:"));
      syntax.examples().forEach(example -> lines.add("  " + example));
    }
    return lines;
  }

  /// `Usage: ipvm run [OPTIONS] FILE`, for errors, too.
  static String usageLine(String name, Syntax syntax) {
    return "ipvm "
        + name
        + (syntax.options().isEmpty() ? "" : " [OPTIONS]")
        + (syntax.operands().isEmpty() ? "" : " " + operands(syntax));
  }

  /// `FILE [NAME]`; `nothing` where there are none.
  static String operands(Syntax syntax) {
    var shown = new ArrayList<String>();
    for (var operand : syntax.operands()) {
      var name = operand.most() > 1 ? operand.name() + "..." : operand.name();
      shown.add(operand.least() == 0 ? "[" + name + "]" : name);
    }
    return shown.isEmpty() ? "nothing" : String.join(" ", shown);
  }

  private List<String> usage(String name, Syntax syntax) {
    return List.of(paint.apply(Tint.TITLE, "Usage:") + " " + usageLine(name, syntax));
  }

  private List<String> commands(List<Commands.Entry> entries) {
    return section(
        "Commands", entries.stream().map(entry -> new Row(entry.name(), entry.summary())).toList());
  }

  private record Row(String left, String right) {}

  private static Row row(Syntax.Option option) {
    var names = String.join(", ", option.allNames());
    return switch (option.takes()) {
      case NOTHING -> new Row(names, option.purpose());
      case ONE -> new Row(names + " " + option.value(), option.purpose());
      case MANY -> new Row(names + " " + option.value(), option.purpose() + " (repeatable)");
      case OPTIONAL -> new Row(names + "[=" + option.value() + "]", option.purpose());
    };
  }

  /// Names on the left, explanations beside them or, on a narrow terminal, below them.
  private List<String> section(String title, List<Row> rows) {
    var lines = new ArrayList<String>();
    lines.add(paint.apply(Tint.TITLE, title + ":"));
    int left = rows.stream().mapToInt(row -> Text.width(row.left())).max().orElse(0) + 4;
    boolean beside = width - left >= 24;
    for (var row : rows) {
      if (beside) {
        var head = Text.padRight("  " + row.left(), left);
        for (var part : Text.wrap(row.right(), width - left)) {
          lines.add(head + part);
          head = " ".repeat(left);
        }
      } else {
        lines.add("  " + row.left());
        Text.wrap(row.right(), width - 6).forEach(part -> lines.add("      " + part));
      }
    }
    return lines;
  }
}
