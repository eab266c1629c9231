package io.ipvm.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Published vectors that are never committed: `IPVM_TEST_DATA`, else `../shared/data` beside the
/// project. A test that needs them assumes [#find] is present, with [#ABSENT] as the message.
public final class TestData {
  public static final String ABSENT = "skipped: no test data (set IPVM_TEST_DATA)";

  private TestData() {}

  /// The file or folder `path` of the test data, if the data is here.
  public static Optional<Path> find(String path) {
    return find(System.getenv("IPVM_TEST_DATA"), Path.of("").toAbsolutePath(), path);
  }

  /// Looks in the folder `named`, else beside the project that `start` lies in.
  static Optional<Path> find(@Nullable String named, Path start, String path) {
    if (named != null) {
      return Optional.of(Path.of(named).resolve(path)).filter(Files::exists);
    }
    for (var folder = start; folder != null; folder = folder.getParent()) {
      var data = folder.resolveSibling("shared").resolve("data").resolve(path);
      if (Files.exists(folder.resolve("build")) && Files.exists(data)) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }
}
