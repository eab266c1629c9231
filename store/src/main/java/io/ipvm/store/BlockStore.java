package io.ipvm.store;

import io.ipvm.ipld.Block;
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

  /// Puts a block, and writes it again if what is stored of it turns out to be damaged; so it costs
  /// a read where [#put] costs a look-up.
  default void putAgain(Block block) {
    try {
      if (find(block.cid()).isPresent()) {
        return;
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
    }
    put(block);
  }

  void sync();
}
