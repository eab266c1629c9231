package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Types commands as a person would, in a folder and with a data directory of the test's own.
final class Shell {
  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private Terminal terminal = Terminal.none();
  private byte[] input = new byte[0];
  private Interrupts interrupts = Interrupts.NONE;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  Shell(Path folder) {
    this.folder = folder;
    env.put("HOME", folder.resolve("home").toString());
    env.put("IPVM_HOME", folder.resolve("data").toString());
    env.put("LANG", "C.UTF-8");
  }

  /// What a command left behind.
  record Outcome(ExitStatus status, String out, String err, Bytes data) {
    byte[] bytes() {
      return data.toArray();
    }
  }

  Shell with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  Shell without(String variable) {
    env.remove(variable);
    return this;
  }

  Shell onTerminal(int columns) {
    terminal =
        Terminal.of(new Terminal.Size(columns, 24), Map.of("TERM", "xterm", "LANG", "C.UTF-8"));
    return this;
  }

  /// On a terminal where somebody answers what is asked in secret, in that order.
  Shell answering(String... secrets) {
    var answers = new ArrayDeque<>(List.of(secrets));
    terminal =
        Terminal.of(
            Terminal.Size.USUAL,
            Map.of("TERM", "xterm", "LANG", "C.UTF-8"),
            _ -> Optional.ofNullable(answers.poll()).map(String::toCharArray));
    return this;
  }

  Shell typing(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Shell piping(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  Shell interruptedBy(Interrupts source) {
    interrupts = source;
    return this;
  }

  /// What the clock says from now on.
  Shell at(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  Outcome run(String... args) {
    now = now.plusMillis(1); // ids of runs sort by time
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var status = Cli.run(List.of(args), console(out, err));
    return new Outcome(status, text(out), text(err), Bytes.owned(out.toByteArray()));
  }

  Console console(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Console(
        new ByteArrayInputStream(input),
        new DataStream(out, false),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        env,
        folder,
        terminal,
        interrupts,
        () -> now);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
