package io.ipvm.cli;

import io.ipvm.node.RunEvent;
import java.util.function.Consumer;

/// Shows a person how a run goes.
interface Progress extends Consumer<RunEvent>, AutoCloseable {
  /// For those who do not want to know.
  Progress SILENT =
      new Progress() {
        @Override
        public void accept(RunEvent event) {}

        @Override
        public void close() {}
      };

  /// The right one for where standard error leads.
  static Progress on(Session session) {
    var messages = session.messages();
    var terminal = session.console().terminal();
    if (messages.quiet()) {
      return SILENT;
    }
    if (terminal.err() && terminal.movable()) {
      return new LiveProgress(session.console().err(), terminal, messages.paint());
    }
    return new PlainProgress(messages);
  }

  /// Leaves the last picture and gives the terminal back.
  @Override
  void close();
}
