package io.ipvm.node;

import io.ipvm.engine.JavaFunction;
import io.ipvm.keys.Did;
import io.ipvm.store.Store;
import java.util.ArrayList;
import java.util.List;

/// Wires everything with `new`.
final class NodeAssembly implements AutoCloseable {
  /// What [Ipvm.Builder] collects.
  static final class Choices {
    final DataDirectory directory;
    final List<JavaFunction> functions = new ArrayList<>();
    boolean readOnly;
    int concurrency = Runtime.getRuntime().availableProcessors();

    Choices(DataDirectory directory) {
      this.directory = directory;
    }
  }

  static NodeAssembly open(Choices choices) {
    throw new UnsupportedOperationException(choices.directory.toString());
  }

  Documents documents() {
    throw new UnsupportedOperationException();
  }

  Scheduler scheduler() {
    throw new UnsupportedOperationException();
  }

  History history() {
    throw new UnsupportedOperationException();
  }

  ReceiptVerifier verifier() {
    throw new UnsupportedOperationException();
  }

  Store store() {
    throw new UnsupportedOperationException();
  }

  Did nodeDid() {
    throw new UnsupportedOperationException();
  }

  Did userDid() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
