package io.ipvm.node;

import io.ipvm.engine.Host;
import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.store.BlockStore;
import java.nio.file.Path;

/// What an engine gets from this node for the calls of one run.
record NodeHost(BlockSource blocks, BlockSink sink, Path cache) implements Host {
  /// @param store where results go; one that was stored before and is damaged is stored again
  NodeHost(BlockSource blocks, BlockStore store, Path cache) {
    this(blocks, (BlockSink) store::putAgain, cache);
  }
}
