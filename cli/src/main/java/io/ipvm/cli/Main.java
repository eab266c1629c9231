package io.ipvm.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// The entry point: connects [Cli] with this process. Start reading at [Cli].
public final class Main {
  private static final int BUFFER = 64 * 1024;

  private Main() {}

  /// Runs one command and exits with its status.
  public static void main(String[] args) {
    Installation.useUnpackedNatives();
    var interrupts = new ProcessInterrupts();
    var env = System.getenv();
    // Data is UTF-8 wherever it goes; System.out would follow the locale.
    var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
    var console =
        new Console(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
            new DataStream(out, Terminal.isPipe(1)),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            env,
            Path.of("").toAbsolutePath(),
            Terminal.ofProcess(env),
            interrupts,
            Clock.systemUTC());
    int status = Cli.run(List.of(args), console).number();
    if (interrupts.finished()) {
      System.exit(status); // the JVM goes down already, and knows a better status
    }
    // All is closed and flushed. System.exit would set up Java's logging first, to tell of the
    // exit.
    Runtime.getRuntime().halt(status);
  }
}
