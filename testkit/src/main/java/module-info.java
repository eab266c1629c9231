import org.jspecify.annotations.NullMarked;

/// A property runner, and the way to published vectors, for tests.
@NullMarked
module io.ipvm.testkit {
  requires static org.jspecify;

  exports io.ipvm.testkit;
}
