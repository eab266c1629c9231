import org.jspecify.annotations.NullMarked;

/// Benchmarks: drivers that measure one thing each.
@NullMarked
module io.ipvm.bench {
  requires static org.jspecify;
  requires io.ipvm.cli;
  requires io.ipvm.engine;
  requires io.ipvm.ipld;
  requires io.ipvm.keys;
  requires io.ipvm.node;
  requires io.ipvm.store;
  requires io.ipvm.ucan;
  requires io.ipvm.workflow;
  requires java.management;
  requires jdk.management;
  requires org.bouncycastle.provider;
  requires org.conscrypt;
}
