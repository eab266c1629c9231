package io.ipvm.ipld;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Blocks in memory, in the order they came.
final class BlockMap implements BlockSink, BlockSource {
  final Map<Cid, Bytes> blocks = new LinkedHashMap<>();

  @Override
  public void put(Block block) {
    blocks.put(block.cid(), block.bytes());
  }

  @Override
  public Optional<Bytes> find(Cid cid) {
    return Optional.ofNullable(blocks.get(cid));
  }
}
