package io.ipvm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the standard streams are connected to.
///
/// Java can say whether standard input *and* output are a terminal, not whether standard error is.
/// So the launchers tell in `IPVM_TTY` (the numbers of the descriptors that are terminals, such as
/// `02`), which costs nothing; without a launcher Linux's `/proc/self/fd` tells.
final class Terminal {
  private final boolean in;
  private final boolean out;
  private final boolean err;
  private final boolean dumb;
  private final boolean unicode;
  private final Supplier<Size> measure;
  private final Secrets secrets;

  /// Measured once, when first needed, because it takes a process. Confined to the drawing thread
  /// by its only caller, [#size], which is synchronized.
  private @Nullable Size size;

  private Terminal(
      boolean in,
      boolean out,
      boolean err,
      Map<String, String> env,
      Supplier<Size> measure,
      Secrets secrets) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.dumb = env.getOrDefault("TERM", "dumb").equals("dumb");
    this.unicode = speaksUnicode(env);
    this.measure = measure;
    this.secrets = secrets;
  }

  /// Reads a line that is not shown; empty where that cannot be done, or nothing was typed.
  @FunctionalInterface
  interface Secrets {
    Optional<char[]> ask(String prompt);
  }

  /// Columns and rows.
  record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }

  /// The streams of this process.
  static Terminal ofProcess(Map<String, String> env) {
    return new Terminal(
        isTerminal(0, env),
        isTerminal(1, env),
        isTerminal(2, env),
        env,
        () -> measured(env),
        Terminal::readPassword);
  }

  /// No terminal anywhere: pipes and files.
  static Terminal none() {
    return new Terminal(false, false, false, Map.of(), () -> Size.USUAL, _ -> Optional.empty());
  }

  /// A terminal of that size on all three streams.
  static Terminal of(Size size, Map<String, String> env) {
    return of(size, env, _ -> Optional.empty());
  }

  /// A terminal of that size, at which somebody answers what is asked for.
  static Terminal of(Size size, Map<String, String> env, Secrets secrets) {
    return new Terminal(true, true, true, env, () -> size, secrets);
  }

  /// Asks for a line that is not shown while it is typed.
  Optional<char[]> askSecret(String prompt) {
    return secrets.ask(prompt);
  }

  private static Optional<char[]> readPassword(String prompt) {
    // Null without a terminal, unless another implementation than the JDK's own is chosen.
    var console = Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal);
    return console
        .map(terminal -> terminal.readPassword("%s", prompt))
        .filter(line -> line.length > 0);
  }

  boolean in() {
    return in;
  }

  boolean out() {
    return out;
  }

  boolean err() {
    return err;
  }

  /// Whether the cursor can be moved.
  boolean movable() {
    return !dumb;
  }

  /// Whether symbols beyond ASCII can be shown.
  boolean unicode() {
    return unicode;
  }

  synchronized Size size() {
    if (size == null) {
      size = measure.get();
    }
    return size;
  }

  private static boolean isTerminal(int descriptor, Map<String, String> env) {
    var told = env.get("IPVM_TTY");
    if (told != null) {
      return told.indexOf('0' + descriptor) >= 0;
    }
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// Whether another process is at the other end of the stream, as far as Linux tells.
  static boolean isPipe(int descriptor) {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static boolean speaksUnicode(Map<String, String> env) {
    for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      var locale = env.getOrDefault(name, "");
      if (!locale.isEmpty()) {
        var folded = locale.toLowerCase(Locale.ROOT);
        return folded.contains("utf-8") || folded.contains("utf8");
      }
    }
    return false;
  }

  /// `COLUMNS` and `LINES` where a person set them, else what `stty` says of the terminal.
  private static Size measured(Map<String, String> env) {
    int columns = number(env.get("COLUMNS"));
    int rows = number(env.get("LINES"));
    if (columns == 0 || rows == 0) {
      var asked = askStty();
      columns = columns == 0 ? asked.columns() : columns;
      rows = rows == 0 ? asked.rows() : rows;
    }
    return new Size(columns, rows);
  }

  private static Size askStty() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      var words = answer.strip().split(" ", -1);
      if (words.length == 2 && number(words[0]) > 0 && number(words[1]) > 0) {
        return new Size(number(words[1]), number(words[0]));
      }
      return Size.USUAL;
    } catch (IOException _) {
      return Size.USUAL;
    }
  }

  /// A positive number of at most four digits, else 0.
  private static int number(@Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
  }
}
