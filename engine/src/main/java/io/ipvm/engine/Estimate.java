package io.ipvm.engine;

/// What a call will probably need.
///
/// @param memory bytes the call will probably hold at its peak; the node admits calls by it
public record Estimate(long memory) {}
