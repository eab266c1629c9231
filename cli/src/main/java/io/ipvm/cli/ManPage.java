package io.ipvm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Manual pages in roff with the man macros (man(7)), made of the tables that help is made of.
final class ManPage {
  private final List<String> lines = new ArrayList<>();

  private ManPage(String name) {
    // Neither date nor version: a page changes when the command does.
    lines.add(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" \"ipvm\" \"ipvm manual\"");
  }

  /// The page's file without its ending: `ipvm-runs-ls`.
  static String name(Commands.Entry entry) {
    return "ipvm-" + entry.name().replace(' ', '-');
  }

  /// The page about ipvm as a whole.
  static String overview() {
    var page = new ManPage("ipvm");
    page.section("NAME", "ipvm \\- run workflows of sandboxed functions, once, with receipts");
    page.section("SYNOPSIS", "\\fBipvm\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
    page.lines.add(".SH COMMANDS");
    for (var entry : Commands.all()) {
      page.item("\\fBipvm\\-" + text(entry.name().replace(' ', '-')) + "\\fR(1)", entry.summary());
    }
    page.options("OPTIONS OF ALL COMMANDS", Syntax.COMMON);
    page.lines.add(".SH EXIT STATUS");
    for (var status : ExitStatus.values()) {
      page.item("\\fB" + status.number() + "\\fR", status.code());
    }
    page.lines.add(".SH ENVIRONMENT");
    for (var setting : Setting.values()) {
      page.item("\\fB" + text(setting.variable()) + "\\fR", setting.purpose());
    }
    page.item("\\fBIPVM_HOME\\fR", Setting.DATA_DIR.purpose());
    page.item("\\fBNO_COLOR\\fR", "no colours");
    return page.toString();
  }

  /// The page about one command.
  static String of(Commands.Entry entry) {
    var syntax = entry.make().get().syntax();
    var page = new ManPage(name(entry));
    page.section("NAME", text(name(entry)) + " \\- " + text(entry.summary()));
    page.section("SYNOPSIS", synopsis(entry, syntax));
    page.section("DESCRIPTION", text(syntax.summary()));
    if (!syntax.operands().isEmpty()) {
      page.lines.add(".SH OPERANDS");
      syntax
          .operands()
          .forEach(operand -> page.item("\\fI" + text(operand.name()) + "\\fR", operand.purpose()));
    }
    if (!syntax.options().isEmpty()) {
      page.options("OPTIONS", syntax.options());
    }
    page.options("OPTIONS OF ALL COMMANDS", Syntax.COMMON);
    page.lines.add(".SH EXAMPLES");
    page.lines.add(".nf");
    syntax.examples().forEach(example -> page.lines.add(guarded(text(example))));
    page.lines.add(".fi");
    page.section("SEE ALSO", seeAlso(entry));
    return page.toString();
  }

  private static String synopsis(Commands.Entry entry, Syntax syntax) {
    var operands =
        syntax.operands().isEmpty() ? "" : " \\fI" + text(Help.operands(syntax)) + "\\fR";
    return "\\fBipvm " + text(entry.name()) + "\\fR [\\fIOPTIONS\\fR]" + operands;
  }

  /// The page above and those of the same group.
  private static String seeAlso(Commands.Entry entry) {
    var group = entry.words().getFirst();
    var pages = new ArrayList<String>();
    pages.add("\\fBipvm\\fR(1)");
    Commands.in(group).stream()
        .filter(other -> !other.equals(entry))
        .forEach(other -> pages.add("\\fB" + text(name(other)) + "\\fR(1)"));
    return String.join(",\n", pages);
  }

  private void options(String title, List<Syntax.Option> options) {
    lines.add(".SH " + quoted(title));
    for (var option : options) {
      var names =
          option.allNames().stream()
              .map(name -> "\\fB" + text(name) + "\\fR")
              .collect(Collectors.joining(", "));
      var value = "\\fI" + text(option.value()) + "\\fR";
      item(
          switch (option.takes()) {
            case NOTHING -> names;
            case ONE, MANY -> names + " " + value;
            case OPTIONAL -> names + "[=" + value + "]";
          },
          option.purpose() + (option.takes() == Syntax.Takes.MANY ? " (repeatable)" : ""));
    }
  }

  private void section(String title, String body) {
    lines.add(".SH " + title);
    lines.addAll(Arrays.asList(body.split("\n", -1)));
  }

  /// @param head in roff
  /// @param body as it is
  private void item(String head, String body) {
    lines.add(".TP");
    lines.add(head);
    lines.add(guarded(text(body)));
  }

  /// What means something to roff is written so that it means itself.
  private static String text(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("~", "\\(ti");
  }

  /// A line that begins with a dot would be a macro.
  private static String guarded(String line) {
    return line.startsWith(".") ? "\\&" + line : line;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
