package io.ipvm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How many cases of a published suite a test has run, for `docs/conformance.md`.
///
/// A test that has passed says so; `docs/make-conformance` collects what all modules said. A suite
/// that was not here has no line, so the page never claims what was not run.
///
/// ```java
/// Conformance.of("multiformats/varint.json").passed(61).record();
/// ```
public final class Conformance {
  private static final Path FOLDER = Path.of("target", "conformance");

  private final String suite;
  private final List<String> skips = new ArrayList<>();
  private int passed;
  private int skipped;

  private Conformance(String suite) {
    this.suite = suite;
  }

  /// Nothing has been run of `suite` yet.
  ///
  /// @param suite the path within the test data
  public static Conformance of(String suite) {
    return new Conformance(suite);
  }

  /// So many cases more have passed.
  public Conformance passed(int cases) {
    passed += cases;
    return this;
  }

  /// So many cases were not run, and why.
  public Conformance skipped(int cases, String reason) {
    if (cases > 0) {
      skipped += cases;
      skips.add(cases + " " + reason);
    }
    return this;
  }

  /// Notes the result in the module's `target/conformance`.
  public void record() {
    record(FOLDER);
  }

  void record(Path folder) {
    var line = suite + "\t" + passed + "\t" + skipped + "\t" + String.join("; ", skips) + "\n";
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(suite.replaceAll("[^A-Za-z0-9.-]", "_") + ".tsv"), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
