package io.ipvm.node;

/// A node inside this program.
public final class Ipvm {
  private Ipvm() {}
}
