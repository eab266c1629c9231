/// Benchmarks; every figure of docs/benchmarks.md comes from here.
package io.ipvm.bench;
