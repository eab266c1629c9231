package io.ipvm.store;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/// The contract, while everything is moved to the index as soon as it is there.
final class IndexedStoreTest extends StoreContract {
  private static final EmbeddedStore.Means IMPATIENT =
      new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(0, 0));

  @TempDir private Path folder;

  @Override
  Store open() {
    return EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, IMPATIENT);
  }
}
