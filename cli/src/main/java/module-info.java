import org.jspecify.annotations.NullMarked;

/// The command line.
@NullMarked
module io.ipvm.cli {
  requires static org.jspecify;
  requires io.ipvm.node;
  requires org.apache.commons.cli;
  requires java.management;
  requires org.snakeyaml.engine;
  requires tools.jackson.core;
  requires tools.jackson.dataformat.toml;

  exports io.ipvm.cli;
}
