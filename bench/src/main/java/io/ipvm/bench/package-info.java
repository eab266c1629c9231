/// Benchmarks; every figure of docs/benchmarks.md comes from here. `bench/run NAME` runs the driver
/// of that name, `bench/processes` measures whole processes.
package io.ipvm.bench;
