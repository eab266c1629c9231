import org.jspecify.annotations.NullMarked;

/// The command line.
@NullMarked
module io.ipvm.cli {
  requires static org.jspecify;
  requires io.ipvm.node;
  requires info.picocli;

  exports io.ipvm.cli;
}
