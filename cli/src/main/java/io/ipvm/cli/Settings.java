package io.ipvm.cli;

import io.ipvm.node.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Every setting with the place its value came from: flag, environment variable, the project's
/// `ipvm.toml`, the person's `settings.toml`, default; the first that says something wins.
final class Settings {
  static final String PROJECT_FILE = "ipvm.toml";

  private final Map<Setting, Chosen> chosen;

  private Settings(Map<Setting, Chosen> chosen) {
    this.chosen = chosen;
  }

  /// A value and who chose it.
  ///
  /// @param origin such as `flag --output`, `variable IPVM_HOME`, `file /x/ipvm.toml`, `default`
  record Chosen(String text, String origin) {}

  /// Looks everywhere. Files are parsed only if they exist.
  static Settings load(Console console, Arguments arguments, Consumer<String> warnings) {
    var chosen = new EnumMap<Setting, Chosen>(Setting.class);
    for (var setting : Setting.values()) {
      flag(setting, arguments)
          .or(() -> variable(setting, console))
          .ifPresent(value -> chosen.put(setting, value));
    }
    findProjectFile(console.folder()).ifPresent(file -> addFile(chosen, file, true, warnings));
    var own = userFile(console);
    if (Files.isRegularFile(own)) {
      addFile(chosen, own, false, warnings);
    }
    for (var setting : Setting.values()) {
      chosen.putIfAbsent(setting, new Chosen(standard(setting, console), "default"));
    }
    return new Settings(chosen);
  }

  Chosen get(Setting setting) {
    return Objects.requireNonNull(chosen.get(setting));
  }

  String text(Setting setting) {
    return get(setting).text();
  }

  private static Optional<Chosen> flag(Setting setting, Arguments arguments) {
    var option = setting.option();
    if (setting == Setting.COLOR) {
      return arguments.flag(option)
          ? Optional.of(new Chosen("never", "flag " + option))
          : Optional.empty();
    }
    return arguments.option(option).map(text -> new Chosen(text, "flag " + option));
  }

  private static Optional<Chosen> variable(Setting setting, Console console) {
    var own =
        console
            .variable(setting.variable())
            .map(text -> new Chosen(text, "variable " + setting.variable()));
    return switch (setting) {
      case DATA_DIR ->
          console
              .variable("IPVM_HOME")
              .map(text -> new Chosen(text, "variable IPVM_HOME"))
              .or(() -> own);
      case COLOR ->
          console
              .variable("NO_COLOR")
              .map(_ -> new Chosen("never", "variable NO_COLOR"))
              .or(() -> own);
      case OUTPUT, CONCURRENCY, TIMEOUT, OUT, PASSPHRASE_FILE, QUOTA -> own;
    };
  }

  private static String standard(Setting setting, Console console) {
    return switch (setting) {
      case DATA_DIR ->
          DataDirectory.standard(console.env(), System.getProperty("os.name", ""))
              .root()
              .toString();
      case OUTPUT -> OutputFormat.TABLE.text();
      case COLOR -> "auto";
      case CONCURRENCY, TIMEOUT, QUOTA -> "0";
      case OUT -> "out";
      case PASSPHRASE_FILE -> "";
    };
  }

  /// The nearest `ipvm.toml`, here or above.
  private static Optional<Path> findProjectFile(Path folder) {
    for (var at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      var file = at.resolve(PROJECT_FILE);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static Path userFile(Console console) {
    var base =
        console
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElseGet(() ->
                Path.of(console.variable("HOME").orElse(System.getProperty("user.home", ".")))
                    .resolve(".config"));
    return base.resolve("ipvm").resolve("settings.toml");
  }

  private static void addFile(
      Map<Setting, Chosen> chosen, Path file, boolean project, Consumer<String> warnings) {
    TomlFile.read(file)
        .forEach((key, text) -> {
          var setting = Setting.find(key);
          if (setting.isEmpty()) {
            warnings.accept(file + ": unknown setting " + key);
          } else if (project && !setting.get().allowedInProject()) {
            warnings.accept(
                file
                    + ": "
                    + key
                    + (setting.get() == Setting.DATA_DIR
                        ? " is ignored: a project does not choose the keys you use"
                        : " is ignored: a project does not choose how much room it takes"));
          } else {
            chosen.putIfAbsent(setting.get(), new Chosen(text, "file " + file));
          }
        });
  }
}
