import org.jspecify.annotations.NullMarked;

/// The running node: scheduler, runs and the class programs embed.
@NullMarked
module io.ipvm.node {
  requires static org.jspecify;
  requires transitive io.ipvm.engine;
  requires transitive io.ipvm.store;

  uses io.ipvm.engine.Engine;

  exports io.ipvm.node;
}
