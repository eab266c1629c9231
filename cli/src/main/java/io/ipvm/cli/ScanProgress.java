package io.ipvm.cli;

import io.ipvm.store.EmbeddedStore;
import java.io.PrintStream;
import java.util.Locale;

/// One line with a bar for work that reads much, redrawn at most ten times a second, and only if
/// the work takes longer than a person would notice. Used by one thread.
final class ScanProgress implements EmbeddedStore.Progress, AutoCloseable {
  private static final long PATIENCE_NANOS = 300_000_000;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final int LONGEST_BAR = 40;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final String work;
  private final PrintStream err;
  private final Terminal terminal;
  private final boolean shown;
  private long next = System.nanoTime() + PATIENCE_NANOS;
  private boolean drawn;

  private ScanProgress(String work, PrintStream err, Terminal terminal, boolean shown) {
    this.work = work;
    this.err = err;
    this.terminal = terminal;
    this.shown = shown;
  }

  /// Draws on standard error, if that is a terminal and messages are wanted.
  ///
  /// @param work what is being done, such as `reading the store`
  static ScanProgress on(Session session, String work) {
    var terminal = session.console().terminal();
    boolean shown = terminal.err() && terminal.movable() && !session.messages().quiet();
    return new ScanProgress(work, session.console().err(), terminal, shown);
  }

  @Override
  public void read(long bytes, long total) {
    long now = System.nanoTime();
    if (!shown || now - next < 0) {
      return;
    }
    next = now + INTERVAL_NANOS;
    drawn = true;
    err.print(ERASE_LINE + line(work, bytes, total, terminal.size().columns(), terminal.unicode()));
    err.flush();
  }

  /// Fits `columns`, and leaves the last one free for the cursor.
  static String line(String work, long bytes, long total, int columns, boolean unicode) {
    double share = total == 0 ? 1 : (double) bytes / total;
    var text = work + String.format(Locale.ROOT, " %3d %%", (int) (share * 100));
    int width = Math.min(LONGEST_BAR, columns - 1 - Text.width(text) - 1);
    if (width < 4) {
      return Text.cut(text, columns - 1);
    }
    int done = (int) (share * width);
    var bar = (unicode ? "━" : "=").repeat(done) + (unicode ? "─" : "-").repeat(width - done);
    return text + " " + bar;
  }

  /// Takes the line away.
  @Override
  public void close() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }
}
