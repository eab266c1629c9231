package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.node.TaskView.State;
import io.ipvm.store.RunStatus;
import java.util.Locale;

/// Words, symbols and colours of tasks and runs, the same in every command.
final class TaskSigns {
  private static final String[] SPIN = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String[] PLAIN_SPIN = {"|", "/", "-", "\\"};

  private TaskSigns() {}

  /// The word for it, such as `done`.
  static String word(State state) {
    return switch (state) {
      case WAITING -> "waiting";
      case RUNNING -> "running";
      case EXECUTED -> "done";
      case REPLAYED -> "replayed";
      case FAILED -> "failed";
      case ABORTED -> "aborted";
      case SKIPPED -> "skipped";
      case IN_DOUBT -> "in doubt";
    };
  }

  static Tint tint(State state) {
    return switch (state) {
      case WAITING, SKIPPED -> Tint.FAINT;
      case RUNNING -> Tint.BUSY;
      case EXECUTED -> Tint.FRESH;
      case REPLAYED -> Tint.GOOD;
      case FAILED -> Tint.BAD;
      case ABORTED, IN_DOUBT -> Tint.WARNING;
    };
  }

  /// One column; what runs turns with `now`, nanoseconds.
  static String symbol(State state, long now, boolean unicode) {
    int turn = (int) (now / 100_000_000);
    return switch (state) {
      case WAITING -> unicode ? "·" : ".";
      case RUNNING -> unicode ? SPIN[turn % SPIN.length] : PLAIN_SPIN[turn % PLAIN_SPIN.length];
      case EXECUTED -> unicode ? "✓" : "+";
      case REPLAYED -> unicode ? "↻" : "=";
      case FAILED -> unicode ? "✗" : "x";
      case ABORTED -> "!";
      case SKIPPED -> unicode ? "–" : "-";
      case IN_DOUBT -> "?";
    };
  }

  /// The word for it, such as `in doubt`.
  static String word(RunStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static Tint tint(RunStatus status) {
    return switch (status) {
      case RUNNING -> Tint.BUSY;
      case COMPLETED -> Tint.GOOD;
      case FAILED -> Tint.BAD;
      case INTERRUPTED, CANCELLED, IN_DOUBT -> Tint.WARNING;
    };
  }
}
