package io.ipvm.cli;

import io.ipvm.ucan.Policy;
import io.ipvm.ucan.PolicySyntaxException;

/// A policy as it was typed. A mistake is shown with a mark below the column.
final class PolicyText {
  /// Columns of the excerpt where no terminal says more.
  private static final int USUAL = 100;

  /// What stands before the lines of an explanation.
  private static final int MARGIN = "  why: ".length();

  private PolicyText() {}

  static Policy parse(String text, Terminal terminal) {
    try {
      return Policy.parse(text);
    } catch (PolicySyntaxException e) {
      int columns = (terminal.err() ? terminal.size().columns() : USUAL) - MARGIN;
      throw Failure.usage(
          "the policy cannot be read",
          e.getMessage() + "\n" + excerpt(Text.visible(text), e.column(), columns),
          "--policy 'limits.gas <= 1e9 and limits.memory <= 256MiB'");
    }
  }

  /// The text around `column`, and below it a mark.
  static String excerpt(String text, int column, int columns) {
    var points = text.codePoints().toArray();
    int at = Math.min(column - 1, points.length);
    int from = Math.max(0, Math.min(at - columns / 2, points.length - columns + 2));
    int to = Math.min(points.length, from + Math.max(8, columns - 2));
    var head = from > 0 ? Text.ELLIPSIS : "";
    var before = head + new String(points, from, at - from);
    var line = before + new String(points, at, to - at) + (to < points.length ? Text.ELLIPSIS : "");
    return line + "\n" + " ".repeat(Text.width(before)) + "^";
  }
}
