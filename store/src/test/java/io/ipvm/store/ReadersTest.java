package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading while somebody writes: in the same process, and as another process does it.
final class ReadersTest {
  private static final int RECORDS = 400;

  @TempDir private Path folder;

  private static void write(Store store) {
    long epoch = store.runs().claim(run(1));
    store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
    for (int i = 1; i < RECORDS; i++) {
      var task = "task " + i;
      store.blocks().put(block(task));
      var durability = i % 8 == 0 ? Durability.SYNC : Durability.LATER;
      store.runs().append(run(1), epoch, List.of(issued(task)), durability);
    }
  }

  @Test
  void anotherProcessReadsWhatIsThereAndNeverTakesAWriteForDamage() throws Exception {
    try (var store = Folders.open(folder);
        var threads = Executors.newSingleThreadExecutor()) {
      var writing = threads.submit(() -> write(store));
      int before = 0;
      while (!writing.isDone()) {
        try (var reader = EmbeddedStore.openReadOnly(folder)) {
          int now = reader.runs().read(run(1)).size();
          assertThat(now).isGreaterThanOrEqualTo(before);
          before = now;
        }
      }
      writing.get();
      assertThat(store.runs().read(run(1)).size()).isEqualTo(RECORDS);
    }
  }

  @Test
  void nothingIsMissedWhileItMovesToTheIndex() throws Exception {
    var means = new EmbeddedStore.Means(Disk.local(), new Indexer.Slack(4096, 16));
    try (var store = EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means);
        var threads = Executors.newSingleThreadExecutor()) {
      long epoch = store.runs().claim(run(2));
      var first = List.<RunRecord>of(accepted(run(2)), issued("first"));
      store.runs().append(run(2), epoch, first, Durability.SYNC);
      store.blocks().put(block("first"));
      store.name("first", cid("first"));
      var writing = threads.submit(() -> write(store));
      while (!writing.isDone()) {
        assertThat(store.runs().findMemo(key("first"))).isPresent();
        assertThat(store.blocks().find(cid("first"))).isPresent();
        assertThat(store.findName("first")).isPresent();
        assertThat(store.names()).hasSize(1);
        assertThat(store.runs().findRun(run(2).text())).isPresent();
        assertThat(store.runs().findRuns(10)).hasSizeBetween(1, 2);
      }
      writing.get();
      assertThat(store.runs().read(run(1)).size()).isEqualTo(RECORDS);
    }
  }
}
