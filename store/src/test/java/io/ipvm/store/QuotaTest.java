package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuotaTest {
  private static final long LIMIT = 1_000_000;

  @TempDir private Path folder;

  private EmbeddedStore open(long limit) {
    return EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, new Quota(limit));
  }

  private static RunRecord large(int number) {
    var bytes = new byte[30_000];
    bytes[0] = (byte) number;
    return new RunRecord.Finished(Samples.START, RunStatus.COMPLETED, Node.of(Bytes.owned(bytes)));
  }

  private static Block block(int number) {
    var bytes = new byte[30_000];
    bytes[0] = (byte) number;
    return Block.of(Codec.RAW, Bytes.owned(bytes));
  }

  @Test
  void refusesRecordsAtTheLimitAndLosesNoneBeforeIt() {
    int acknowledged = 0;
    StoreException refused = null;
    try (var store = open(LIMIT)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
      while (refused == null && acknowledged < 100) {
        int number = acknowledged;
        refused =
            catchThrowableOfType(
                StoreException.class,
                () -> store.runs().append(run(1), epoch, List.of(large(number)), Durability.SYNC));
        acknowledged += refused == null ? 1 : 0;
      }
      assertThat(store.runs().read(run(1))).hasSize(1 + acknowledged);
    }

    assertThat(refused).isNotNull();
    assertThat(refused.kind()).isEqualTo(StoreException.Kind.FULL);
    assertThat(refused)
        .hasMessageContaining("quota exceeded")
        .hasMessageContaining(" of " + LIMIT)
        .hasMessageContaining("nothing was lost");
    assertThat(acknowledged).isBetween(20, 40);
    var footprint = Footprint.of(folder);
    assertThat(footprint.logBytes() + footprint.packBytes()).isLessThanOrEqualTo(LIMIT);
    try (var store = open(2 * LIMIT)) {
      assertThat(store.notes()).isEmpty();
      assertThat(store.runs().read(run(1))).hasSize(1 + acknowledged);
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(large(0)), Durability.SYNC);
    }
  }

  @Test
  void refusesBlocksAtTheLimitAndTakesThemWhenThereIsRoom() {
    int stored = 0;
    try (var store = open(LIMIT)) {
      for (boolean room = true; room; ) {
        try {
          store.blocks().put(block(stored));
          stored++;
        } catch (StoreException e) {
          assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL);
          room = false;
        }
      }
      store.blocks().sync();
      assertThat(store.blocks().has(block(stored).cid())).isFalse();
    }

    try (var store = open(0)) {
      for (int i = 0; i < stored; i++) {
        assertThat(store.blocks().find(block(i).cid())).isPresent();
      }
      store.blocks().put(block(stored));
    }
    assertThat(stored).isBetween(20, 33);
  }

  @Test
  void warnsBeforeItBitesAndSaysHowFarItIs() {
    try (var store = open(LIMIT)) {
      for (int i = 0; i < 25; i++) {
        store.blocks().put(block(i));
      }
      assertThat(store.notes()).isEmpty();
    }

    try (var store = open(LIMIT)) {
      assertThat(store.notes()).singleElement().asString().contains("81 % of its quota of 1000000");
    }
    var quota = new Quota(LIMIT);
    assertThat(quota.warning(799_999)).isEmpty();
    assertThat(quota.warning(800_000)).isPresent();
    assertThat(quota.warning(1_100_000))
        .hasValueSatisfying(warning -> assertThat(warning).contains("110 %"));
    assertThat(Quota.NONE.warning(Long.MAX_VALUE)).isEmpty();
    assertThatThrownBy(() -> new Quota(-1)).isInstanceOf(IpvmException.class);
  }

  @Test
  void doesNotBindWhatMakesRoom() {
    try (var store = open(LIMIT)) {
      for (int i = 0; i < 30; i++) {
        store.blocks().put(block(i));
      }
    }

    var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(99));
    var swept = Sweep.apply(folder, Retention.USUAL, later, (_, _) -> {});

    assertThat(swept.freed()).isPositive();
    try (var store = open(LIMIT)) {
      assertThat(store.notes()).isEmpty();
      store.blocks().put(block(1));
    }
  }
}
