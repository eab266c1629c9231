package io.ipvm.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something a person can choose once instead of every time.
enum Setting {
  DATA_DIR("--data-dir", "where this node keeps everything"),
  OUTPUT("--output", "the format of what is printed"),
  COLOR("--no-color", "auto, always or never"),
  CONCURRENCY("--concurrency", "tasks at once; 0: one for each core"),
  TIMEOUT("--timeout", "how long a run may take; 0: as long as it takes"),
  OUT("--out", "where `run` writes files"),
  PASSPHRASE_FILE("--passphrase-file", "the file with the passphrase of keys; else you are asked"),
  QUOTA("--quota", "how much room the store may take, like 20GB; 0: as much as there is");

  private final String option;
  private final String purpose;

  Setting(String option, String purpose) {
    this.option = option;
    this.purpose = purpose;
  }

  /// The key in files, such as `data-dir`.
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The environment variable, such as `IPVM__DATA_DIR`.
  String variable() {
    return "IPVM__" + name();
  }

  String option() {
    return option;
  }

  String purpose() {
    return purpose;
  }

  /// Whether the file of a project may say it. Not where the keys are and what opens them, nor how
  /// much room it may take: a folder that came from elsewhere must not choose the keys a person
  /// signs with.
  boolean allowedInProject() {
    return this != DATA_DIR && this != PASSPHRASE_FILE && this != QUOTA;
  }

  static Optional<Setting> find(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
