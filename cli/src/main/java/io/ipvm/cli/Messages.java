package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import java.io.PrintStream;

/// What is said to people beside the data: on standard error, and not at all if they asked for
/// quiet.
final class Messages {
  private final PrintStream err;
  private final boolean quiet;
  private final Paint paint;

  Messages(PrintStream err, boolean quiet, Paint paint) {
    this.err = err;
    this.quiet = quiet;
    this.paint = paint;
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

  /// A line that brings its own colours and has been made safe.
  void tellPainted(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  void warn(String line) {
    if (!quiet) {
      err.println(paint.apply(Tint.WARNING, "warning:") + " " + Text.visible(line));
    }
  }

  /// Shown even when quiet.
  void complain(Failure failure) {
    Complaints.lines(failure, paint).forEach(err::println);
  }
}
