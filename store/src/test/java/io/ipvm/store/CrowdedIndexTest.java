package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records come faster than the index takes them up.
final class CrowdedIndexTest {
  private static final int BATCH = 64; // 16 times the slack, and 4 of them

  @Test
  void whoeverAppendsWaitsSoThatMemoryIsBounded(@TempDir Path folder) {
    var means = new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(1 << 30, 1));
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.LATER);
      for (int i = 0; i < 1000; i++) {
        store.runs().append(run(1), epoch, List.of(issued("t" + i)), Durability.LATER);

        assertThat(store.opened().catalog().recent().size()).isLessThanOrEqualTo(BATCH);
      }
    }
  }
}
