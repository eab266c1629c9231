package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.workflow.Problem.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Shows problems the way compilers do: what, where, the line of the document with a mark under the
/// place, and what to do.
///
/// ```
/// error: no task is called `gary`
///  --> sheet.yaml:7:35 (tasks.soft.args[0])
///   |
/// 7 |   soft: { run: photo#blur, args: ["{{ needs.gary.output }}"] }
///   |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^
///   = did you mean `gray`?
/// ```
///
/// The lines are plain; whoever prints them colours them. What a document holds cannot move the
/// cursor of a terminal: control characters are replaced.
public final class ProblemPrinter {
  /// Narrower terminals wrap.
  private static final int MIN_EXCERPT = 20;

  private static final String ENDS_OF_PLAIN = " ,]}:";

  private final String fileName;
  private final List<String> lines;
  private final int width;

  /// @param source the document the problems are of
  /// @param width columns an excerpt may take
  public ProblemPrinter(String fileName, Bytes source, int width) {
    this.fileName = Printable.of(fileName);
    this.lines = new String(source.toArray(), StandardCharsets.UTF_8).lines().toList();
    this.width = width;
  }

  /// All problems with empty lines between them, and their number.
  public List<String> print(List<Problem> problems) {
    var printed = new ArrayList<String>();
    for (var problem : problems) {
      printed.addAll(print(problem));
      printed.add("");
    }
    if (!problems.isEmpty()) {
      printed.add(summary(problems));
    }
    return printed;
  }

  public List<String> print(Problem problem) {
    var printed = new ArrayList<String>();
    var head = problem.severity().name().toLowerCase(Locale.ROOT) + ": ";
    // Further lines of a message list what there is to choose from.
    for (var line : problem.message().split("\n", -1)) {
      printed.add(head + Printable.of(line));
      head = "  ";
    }
    var margin = " ".repeat(String.valueOf(problem.line()).length());
    var path = problem.path().isEmpty() ? "" : " (" + Printable.of(problem.path()) + ")";
    if (problem.line() < 1) {
      printed.add(margin + "--> " + fileName + path);
    } else {
      printed.add(
          margin + "--> " + fileName + ":" + problem.line() + ":" + problem.column() + path);
      // The end of a text lies behind its last line.
      if (problem.line() <= lines.size()) {
        excerpt(problem, margin, printed);
      }
    }
    if (!problem.advice().isEmpty()) {
      printed.add(margin + " = " + Printable.of(problem.advice()));
    }
    return printed;
  }

  private void excerpt(Problem problem, String margin, List<String> printed) {
    var line = Printable.of(lines.get(problem.line() - 1)).codePoints().toArray();
    int start = Math.clamp(problem.column() - 1L, 0, line.length);
    int room = Math.max(MIN_EXCERPT, width - margin.length() - 3);
    // A long line is shown from a little before the place on.
    int from = line.length <= room ? 0 : Math.clamp(start - room / 3L, 0, line.length - room);
    int to = Math.min(line.length, from + room);
    int end = Math.clamp(endOfToken(line, start), start + 1, Math.max(to, start + 1));
    printed.add(margin + " |");
    printed.add(problem.line() + " | " + new String(line, from, to - from));
    printed.add(margin + " | " + " ".repeat(start - from) + "^".repeat(end - start));
  }

  /// Behind the quoted or plain word that starts at `start`.
  private static int endOfToken(int[] line, int start) {
    if (start >= line.length) {
      return start;
    }
    int quote = line[start];
    boolean quoted = quote == '"' || quote == '\'';
    for (int i = start + 1; i < line.length; i++) {
      if (quoted && line[i] == quote) {
        return i + 1;
      }
      if (!quoted && ENDS_OF_PLAIN.indexOf(line[i]) >= 0) {
        return i;
      }
    }
    return line.length;
  }

  private static String summary(List<Problem> problems) {
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    long warnings = problems.size() - errors;
    var parts = new ArrayList<String>();
    if (errors > 0) {
      parts.add(errors + (errors == 1 ? " error" : " errors"));
    }
    if (warnings > 0) {
      parts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
    }
    return String.join(", ", parts);
  }
}
