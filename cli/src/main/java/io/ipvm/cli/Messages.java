package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.workflow.Problem;
import java.io.PrintStream;
import java.util.List;

/// What is said to people beside the data: on standard error, and not at all if they asked for
/// quiet.
final class Messages {
  private final PrintStream err;
  private final Terminal terminal;
  private final boolean quiet;
  private final Paint paint;

  Messages(PrintStream err, Terminal terminal, boolean quiet, Paint paint) {
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
    this.paint = paint;
  }

  /// The same without a word but complaints.
  Messages quieted() {
    return new Messages(err, terminal, true, paint);
  }

  boolean quiet() {
    return quiet;
  }

  Paint paint() {
    return paint;
  }

  void tell(String line) {
    if (!quiet) {
      err.println(Text.visible(line));
    }
  }

  /// Warnings of a document.
  void tell(DocumentFile document, List<Problem> problems) {
    if (!quiet) {
      new ProblemLines(document, terminal, paint).of(problems).forEach(err::println);
    }
  }

  void warn(String line) {
    if (!quiet) {
      err.println(paint.apply(Tint.WARNING, "warning:") + " " + Text.visible(line));
    }
  }

  /// Shown even when quiet.
  void complain(Failure failure) {
    Complaints.lines(failure, terminal, paint).forEach(err::println);
  }
}
