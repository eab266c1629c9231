package io.ipvm.ipld;

/// Where blocks go. Putting a block that is there already does nothing.
@FunctionalInterface
public interface BlockSink {
  void put(Block block);
}
