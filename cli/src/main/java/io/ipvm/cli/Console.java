package io.ipvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Everything outside of a command: the streams, the environment, the caller's folder, the
/// terminal, and Ctrl-C. Tests bring their own.
///
/// @param out data, and nothing else
/// @param err messages and progress
/// @param folder what relative paths are relative to
record Console(
    InputStream in,
    DataStream out,
    PrintStream err,
    Map<String, String> env,
    Path folder,
    Terminal terminal,
    Interrupts interrupts,
    InstantSource clock) {
  Console {
    env = Map.copyOf(env);
  }

  /// The variable, unless it is unset or empty.
  Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }

  Path resolve(String path) {
    return folder.resolve(path);
  }

  /// Refuses the empty name, which would be this folder.
  static void requireName(String file) {
    if (file.isEmpty()) {
      throw Failure.usage("a file without a name", "the name is empty", "quote what has blanks");
    }
  }

  /// Opens a file that a person named.
  ///
  /// @throws Failure if it is a directory
  InputStream open(String operand) throws IOException {
    requireName(operand);
    var file = resolve(operand);
    if (Files.isDirectory(file)) {
      throw Failure.usage(
          Text.visible(operand) + " is a directory", "what is wanted is a file", "ls " + operand);
    }
    return Files.newInputStream(file);
  }
}
