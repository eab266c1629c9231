/// Benchmarks; every figure of docs/benchmarks.md comes from here. `bench/run NAME` runs the driver
/// of that name, `bench/run jmh PATTERN` the JMH benchmarks.
package io.ipvm.bench;
