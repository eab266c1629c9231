package io.ipvm.store;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Cid;

/// Blocks by CID. What was put is readable at once and durable after [#sync], or when a log append
/// that follows has returned.
public interface BlockStore extends BlockSource, BlockSink {
  boolean has(Cid cid);

  void sync();
}
