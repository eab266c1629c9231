package io.ipvm.cli;

import io.ipvm.node.RunEvent;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A table that is redrawn in place, at most ten times a second.
///
/// Each picture is one write: up to the first line, every line followed by "erase to its end", then
/// "erase below". Nothing is ever blank in between, so nothing flickers. While pictures are drawn
/// the cursor is hidden and lines do not wrap, so a terminal that becomes narrower cuts lines
/// instead of shifting them.
///
/// Threads: events only change the [RunBoard]; one daemon thread draws; [#close] ends it, draws the
/// last picture and restores the terminal. A process that is interrupted closes this as any other
/// does, because the command then ends in the usual way.
final class LiveProgress implements Progress {
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final String HIDE = "\u001b[?25l\u001b[?7l";
  private static final String SHOW = "\u001b[?7h\u001b[?25h";
  private static final String ERASE_LINE_END = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final RunBoard board = new RunBoard(System.nanoTime());
  private final PrintStream err;
  private final RunFrame frame;
  private final Thread drawer;

  /// Written by [#close], read by the drawer.
  private volatile boolean closed;

  /// Lines of the picture on the screen; confined to the drawer, then to the closing thread, which
  /// has joined the drawer.
  private int drawn;

  LiveProgress(PrintStream err, Terminal terminal, Paint paint) {
    this.err = err;
    this.frame = new RunFrame(terminal.size(), terminal.unicode(), paint);
    this.drawer = Thread.ofPlatform().daemon().name("progress").unstarted(this::draw);
    drawer.start();
  }

  @Override
  public void accept(RunEvent event) {
    board.hear(event, System.nanoTime());
  }

  private void draw() {
    while (!closed) {
      show(frame.lines(board.snapshot(System.nanoTime())));
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }

  private void show(List<String> lines) {
    if (lines.size() == 1 && drawn == 0) {
      return; // nothing but the last line: the run has not begun
    }
    var picture = new StringBuilder(drawn == 0 ? HIDE : "\u001b[" + drawn + "A\r");
    for (var line : lines) {
      picture.append(line).append(ERASE_LINE_END).append('\n');
    }
    picture.append(ERASE_BELOW);
    err.print(picture);
    err.flush();
    drawn = lines.size();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(drawer);
    boolean interrupted = Thread.interrupted();
    try {
      drawer.join();
    } catch (InterruptedException _) {
      interrupted = true;
    }
    show(frame.lines(board.snapshot(System.nanoTime())));
    if (drawn > 0) {
      err.print(SHOW);
      err.flush();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
