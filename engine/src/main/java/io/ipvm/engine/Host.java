package io.ipvm.engine;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import java.nio.file.Path;

/// What the node gives an engine.
public interface Host {
  BlockSource blocks();

  BlockSink sink();

  /// A folder for what can be made again; the engine owns the folder of its own name in it.
  Path cache();
}
