package io.ipvm.cli;

import io.ipvm.node.DataDirectory;
import io.ipvm.node.Ipvm;
import io.ipvm.store.Quota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one call of a command works with. The node is opened when first asked for.
final class Session implements AutoCloseable {
  private final Console console;
  private final Settings settings;
  private final Printer printer;
  private final Messages messages;
  private final boolean noInput;

  /// Confined to the thread of the command.
  private @Nullable Ipvm node;

  private Session(
      Console console, Settings settings, Printer printer, Messages messages, boolean noInput) {
    this.console = console;
    this.settings = settings;
    this.printer = printer;
    this.messages = messages;
    this.noInput = noInput;
  }

  static Session open(Console console, Arguments arguments) {
    boolean quiet = arguments.flag("--quiet");
    var early = new Messages(console.err(), console.terminal(), quiet, new Paint(false));
    var settings = Settings.load(console, arguments, early::warn);
    var terminal = console.terminal();
    var printer =
        new Printer(
            console.out(),
            terminal,
            OutputFormat.parse(
                settings.text(Setting.OUTPUT), settings.get(Setting.OUTPUT).origin()),
            !arguments.flag("--no-header"),
            new Paint(colours(settings, terminal.out() && terminal.movable())));
    var paint = new Paint(colours(settings, terminal.err() && terminal.movable()));
    return new Session(
        console,
        settings,
        printer,
        new Messages(console.err(), terminal, quiet, paint),
        arguments.flag("--no-input") || console.variable("CI").isPresent());
  }

  private static boolean colours(Settings settings, boolean terminal) {
    var color = settings.get(Setting.COLOR);
    return switch (color.text()) {
      case "auto" -> terminal;
      case "always" -> true;
      case "never" -> false;
      default ->
          throw Failure.usage(
              "setting color has an unknown value",
              color.origin() + " says " + Text.visible(color.text()),
              "auto, always or never");
    };
  }

  Console console() {
    return console;
  }

  Settings settings() {
    return settings;
  }

  Printer printer() {
    return printer;
  }

  Messages messages() {
    return messages;
  }

  /// What time it is, for everything this call does.
  Clock clock() {
    return console.clock().withZone(ZoneOffset.UTC);
  }

  /// Whether a person may be asked something.
  boolean mayAsk() {
    return !noInput && console.terminal().in() && console.terminal().err();
  }

  DataDirectory dataDirectory() {
    var chosen = settings.get(Setting.DATA_DIR);
    if (chosen.text().isBlank()) {
      throw Failure.usage(
          "the data directory has no name",
          chosen.origin() + " says nothing",
          "--data-dir DIR, or leave it out");
    }
    return new DataDirectory(console.folder().resolve(Path.of(chosen.text())).normalize());
  }

  /// The data directory, which may not be there yet.
  private Path root() {
    var root = dataDirectory().root();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw Failure.usage(
          root + " cannot be the data directory",
          "it is a file",
          "use another folder: --data-dir DIR");
    }
    return root;
  }

  /// The node, for commands that write. Says so when it had to be made.
  Ipvm node() {
    boolean first = node == null && !Files.exists(dataDirectory().nodeKey());
    var opened = openNode();
    if (first) {
      messages.tell("made the data directory " + dataDirectory().root() + " with new keys");
    }
    return opened;
  }

  /// The node, for commands that sign: asks for the passphrase of its key, if it has one.
  Ipvm signingNode() {
    if (node == null && Files.exists(dataDirectory().nodeKey())) {
      var passphrases = new Passphrases(this);
      node = builder().quota(quota()).passphrases(passphrases).open();
    }
    return node();
  }

  /// The node, without a word.
  Ipvm openNode() {
    if (node == null) {
      node = builder().quota(quota()).open();
    }
    return node;
  }

  /// The node, for commands that look at documents: nothing they do stays, and they work while
  /// another process writes, or without a data directory.
  Ipvm dryNode() {
    if (node == null) {
      node = builder().dry().open();
    }
    return node;
  }

  private Ipvm.Builder builder() {
    return Ipvm.builder(root()).clock(clock());
  }

  /// How much room the store may take.
  Quota quota() {
    return new Quota(Arguments.parseSize("setting quota", settings.text(Setting.QUOTA)));
  }

  /// The node, for commands that only look: they work while another process writes.
  Ipvm reader() {
    if (node == null && Files.exists(dataDirectory().nodeKey())) {
      node = builder().readOnly().open();
    }
    return node();
  }

  /// The node, for commands that can do without one: none is made.
  Optional<Ipvm> findReader() {
    return Files.exists(dataDirectory().nodeKey()) ? Optional.of(reader()) : Optional.empty();
  }

  /// Draws tokens for whoever reads this call's answer.
  TokenView.Reader tokenReader(Optional<Ipvm> known) {
    return new TokenView.Reader(
        known.map(Whom::of).orElse(Whom.STRANGER),
        clock().instant(),
        printer.format() == OutputFormat.WIDE);
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
    }
  }
}
