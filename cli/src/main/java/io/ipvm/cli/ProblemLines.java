package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.workflow.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Problems of a document for people, the way compilers show them: place, message, the line itself
/// with a mark, advice.
final class ProblemLines {
  /// More would bury the first ones.
  private static final int MOST = 20;

  /// A longer source line is left out: it is not written by hand.
  private static final int LONGEST_SOURCE_LINE = 200;

  private final DocumentFile document;
  private final List<String> source;
  private final Paint paint;

  ProblemLines(DocumentFile document, Paint paint) {
    this.document = document;
    this.source = new String(document.source().toArray(), StandardCharsets.UTF_8).lines().toList();
    this.paint = paint;
  }

  List<String> of(List<Problem> problems) {
    var lines = new ArrayList<String>();
    problems.stream().limit(MOST).forEach(problem -> append(problem, lines));
    if (problems.size() > MOST) {
      lines.add("and " + Humane.count(problems.size() - MOST, "problem") + " more");
    }
    return lines;
  }

  static Answer.Fields answer(Problem problem) {
    return Answer.fields()
        .put("severity", severity(problem))
        .put("path", problem.path())
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message())
        .put("advice", problem.advice())
        .build();
  }

  private void append(Problem problem, List<String> lines) {
    var place =
        problem.line() > 0
            ? document.name() + ":" + problem.line() + ":" + problem.column()
            : document.name();
    var path = problem.path().isEmpty() ? "" : problem.path() + ": ";
    boolean error = problem.severity() == Problem.Severity.ERROR;
    lines.add(
        paint.apply(Tint.TITLE, Text.visible(place) + ":")
            + " "
            + paint.apply(error ? Tint.BAD : Tint.WARNING, severity(problem) + ":")
            + " "
            + Text.visible(path + problem.message()));
    if (problem.line() > 0 && problem.line() <= source.size()) {
      appendSource(problem, lines);
    }
    if (!problem.advice().isEmpty()) {
      lines.add(paint.apply(Tint.FAINT, "  try:") + " " + Text.visible(problem.advice()));
    }
  }

  private void appendSource(Problem problem, List<String> lines) {
    var line = source.get(problem.line() - 1);
    if (line.length() > LONGEST_SOURCE_LINE || line.isBlank()) {
      return;
    }
    int before = Math.clamp(problem.column() - 1, 0, line.length());
    int indent = Text.width(Text.visible(line.substring(0, before)));
    lines.add(paint.apply(Tint.FAINT, "  | ") + Text.visible(line));
    lines.add(paint.apply(Tint.FAINT, "  | ") + " ".repeat(indent) + paint.apply(Tint.BAD, "^"));
  }

  private static String severity(Problem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }
}
