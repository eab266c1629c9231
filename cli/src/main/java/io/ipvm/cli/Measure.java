package io.ipvm.cli;

import java.io.IOException;

/// Something that `ipvm bench` does again and again, and times.
///
/// @param name what it is, in a word or two
/// @param about the same in a sentence
/// @param units how many things one step does, for the rate
/// @param warmsUp whether the first steps say more about the virtual machine than about the thing
record Measure(String name, String about, int units, boolean warmsUp, Step step) {
  /// One time, which may fail in any way.
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }
}
