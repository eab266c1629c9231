package io.ipvm.ucan;

import java.util.Optional;

/// Which outcome of a task is awaited; the key of the one-entry map that stands for a promise (rule
/// C15).
public enum Branch {
  OK("await/ok"),
  ERROR("await/error"),

  /// Whichever comes, with its name: `{"ok": v}` or `{"error": e}`.
  ANY("await/*");

  private final String key;

  Branch(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  /// What the branch is called apart from the key: `ok`, `error` or `*`.
  public String title() {
    return key.substring(key.indexOf('/') + 1);
  }

  /// Whether a task that came to `outcome` keeps the promise.
  public boolean takes(Outcome outcome) {
    return switch (this) {
      case OK -> outcome instanceof Outcome.Ok;
      case ERROR -> outcome instanceof Outcome.Failed;
      case ANY -> true;
    };
  }

  /// The branch with that key.
  public static Optional<Branch> find(String key) {
    for (var branch : values()) {
      if (branch.key.equals(key)) {
        return Optional.of(branch);
      }
    }
    return Optional.empty();
  }
}
