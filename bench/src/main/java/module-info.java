/// Benchmarks: JMH and whole-process drivers.
module io.ipvm.bench {
  requires io.ipvm.cli;
}
