import org.jspecify.annotations.NullMarked;

/// Fakes, generators and a property runner for tests.
@NullMarked
module io.ipvm.testkit {
  requires static org.jspecify;

  exports io.ipvm.testkit;
}
