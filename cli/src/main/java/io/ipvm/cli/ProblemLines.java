package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.ProblemPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Problems of a document for people, in colour; and for machines.
final class ProblemLines {
  /// More would bury the first ones.
  private static final int MOST = 20;

  /// Wider excerpts are hard to read.
  private static final int WIDEST = 120;

  private final ProblemPrinter printer;
  private final Paint paint;

  ProblemLines(DocumentFile document, Terminal terminal, Paint paint) {
    int width = terminal.err() ? terminal.size().columns() : WIDEST;
    this.printer = new ProblemPrinter(document.name(), document.source(), Math.min(width, WIDEST));
    this.paint = paint;
  }

  List<String> of(List<Problem> problems) {
    var lines = new ArrayList<String>();
    for (var problem : problems.stream().limit(MOST).toList()) {
      var printed = printer.print(problem);
      var tint = problem.severity() == Problem.Severity.ERROR ? Tint.BAD : Tint.WARNING;
      for (int i = 0; i < printed.size(); i++) {
        lines.add(painted(printed.get(i), i == 0, tint));
      }
    }
    if (problems.size() > MOST) {
      lines.add("and " + Humane.count(problems.size() - MOST, "problem") + " more");
    }
    return lines;
  }

  static Answer.Fields answer(Problem problem) {
    return Answer.fields()
        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
        .put("path", problem.path())
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message())
        .put("advice", problem.advice())
        .build();
  }

  /// The severity and the mark stand out, the frame steps back.
  private String painted(String line, boolean first, Tint tint) {
    int colon = line.indexOf(':');
    if (first && colon > 0) {
      return paint.apply(tint, line.substring(0, colon + 1))
          + paint.apply(Tint.TITLE, line.substring(colon + 1));
    }
    int bar = line.indexOf(" | ");
    if (bar >= 0) {
      boolean mark = line.endsWith("^");
      return paint.apply(Tint.FAINT, line.substring(0, bar + 3))
          + paint.apply(mark ? tint : Tint.NONE, line.substring(bar + 3));
    }
    boolean frame = line.strip().equals("|") || line.strip().startsWith("-->");
    return paint.apply(frame ? Tint.FAINT : Tint.NONE, line);
  }
}
