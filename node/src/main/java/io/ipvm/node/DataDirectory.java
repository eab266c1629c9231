package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a node keeps what must survive (`architecture.md`, "Data directory, keys, ports").
public record DataDirectory(Path root) {
  public DataDirectory {
    requireNonNull(root);
  }

  /// `IPVM_HOME`, else the platform's usual folder for program data of a user.
  ///
  /// @param environment the process's variables
  /// @param osName the system property `os.name`
  public static DataDirectory standard(Map<String, String> environment, String osName) {
    var named = environment.get("IPVM_HOME");
    if (named != null && !named.isEmpty()) {
      return new DataDirectory(Path.of(named));
    }
    var told = environment.getOrDefault("HOME", "");
    var home = Path.of(told.isEmpty() ? System.getProperty("user.home", ".") : told);
    var system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      var local = environment.get("LOCALAPPDATA");
      return new DataDirectory(
          (local == null ? home.resolve("AppData").resolve("Local") : Path.of(local))
              .resolve("ipvm"));
    }
    if (system.startsWith("mac")) {
      return new DataDirectory(
          home.resolve("Library").resolve("Application Support").resolve("ipvm"));
    }
    var data = environment.get("XDG_DATA_HOME");
    return new DataDirectory(
        (data == null || data.isEmpty() ? home.resolve(".local").resolve("share") : Path.of(data))
            .resolve("ipvm"));
  }

  public Path nodeKey() {
    return root.resolve("node.key");
  }

  public Path userKey() {
    return root.resolve("user.key");
  }

  /// What can be made again.
  public Path cache() {
    return root.resolve("cache");
  }
}
