package io.ipvm.cli;

/// The entry point.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its status.
  public static void main(String[] args) {
    throw new UnsupportedOperationException(String.join(" ", args));
  }
}
