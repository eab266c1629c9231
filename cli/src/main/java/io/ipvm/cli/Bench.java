package io.ipvm.cli;

import java.io.IOException;
import java.util.List;

/// Something to measure, with all it needs.
interface Bench extends AutoCloseable {
  /// In the order in which they are to be taken.
  List<Measure> measures() throws IOException, InterruptedException;

  @Override
  void close();
}
