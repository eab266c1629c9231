package io.ipvm.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts this very program once more, the way it was started itself.
final class SelfStart {
  private final List<String> command;

  private SelfStart(List<String> command) {
    this.command = command;
  }

  /// Absent where it was not started from its jar, as by a launcher.
  static Optional<SelfStart> find() {
    var jar = Installation.jar();
    var java = ProcessHandle.current().info().command();
    if (java.isEmpty() || jar.isEmpty()) {
      return Optional.empty();
    }
    var command = new ArrayList<String>();
    command.add(java.get());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-jar", jar.get().toString(), "version"));
    return Optional.of(new SelfStart(command));
  }

  void run() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("ipvm version ended with status " + status);
    }
  }
}
