package io.ipvm.store;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  Store open() {
    return EmbeddedStore.open(folder, Clock.systemUTC());
  }
}
