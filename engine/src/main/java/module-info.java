import org.jspecify.annotations.NullMarked;

/// The interface every execution engine implements, found by `ServiceLoader`.
@NullMarked
module io.ipvm.engine {
  requires static org.jspecify;
  requires transitive io.ipvm.workflow;

  exports io.ipvm.engine;
}
