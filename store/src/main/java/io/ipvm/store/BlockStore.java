package io.ipvm.store;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Cid;
import java.util.List;
import java.util.function.Predicate;

/// Blocks by CID. What was put is readable at once and durable after [#sync], or when a log append
/// that follows has returned.
public interface BlockStore extends BlockSource, BlockSink {
  boolean has(Cid cid);

  /// The blocks whose CID is `wanted`, in no order: looks at the CID of every block there is.
  List<Cid> findAll(Predicate<Cid> wanted);

  void sync();
}
