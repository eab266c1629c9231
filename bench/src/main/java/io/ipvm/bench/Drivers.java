package io.ipvm.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What the drivers share.
final class Drivers {
  private Drivers() {}

  /// Standard output, in UTF-8 whatever the locale.
  static PrintStream out() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  /// Standard error, likewise.
  static PrintStream err() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  /// To one decimal.
  static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
