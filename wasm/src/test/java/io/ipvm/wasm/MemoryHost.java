package io.ipvm.wasm;

import io.ipvm.engine.Host;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a node gives the engine, in memory.
final class MemoryHost implements Host {
  private final Map<Cid, Bytes> blocks = new ConcurrentHashMap<>();
  private final Path cache;

  MemoryHost(Path cache) {
    this.cache = cache;
  }

  /// Stores `bytes` as one raw block.
  Cid add(Bytes bytes) {
    var cid = Cid.of(Codec.RAW, HashFunction.SHA2_256, bytes);
    blocks.put(cid, bytes);
    return cid;
  }

  @Override
  public BlockSource blocks() {
    return cid -> Optional.ofNullable(blocks.get(cid));
  }

  @Override
  public BlockSink sink() {
    return (Block block) -> blocks.put(block.cid(), block.bytes());
  }

  @Override
  public Path cache() {
    return cache;
  }
}
