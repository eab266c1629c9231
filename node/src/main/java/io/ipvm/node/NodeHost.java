package io.ipvm.node;

import io.ipvm.engine.Host;
import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import java.nio.file.Path;

/// What an engine gets from this node for the calls of one run.
record NodeHost(BlockSource blocks, BlockSink sink, Path cache) implements Host {}
