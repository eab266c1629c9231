package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.receipt;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.RunLog.Durability;
import io.ipvm.store.SweepTest.Indexed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResultCacheTest {
  private static final Clock CLOCK =
      Clock.fixed(Samples.START.plus(Duration.ofHours(1)), ZoneOffset.UTC);
  private static final int RESULTS = 5;

  @TempDir private Path folder;

  private EmbeddedStore open(Indexed indexed) {
    return EmbeddedStore.open(folder, CLOCK, (_, _) -> {}, indexed.means());
  }

  private void write(Indexed indexed) {
    try (var store = open(indexed)) {
      long epoch = store.runs().claim(run(1));
      store.runs().append(run(1), epoch, List.of(accepted(run(1))), Durability.SYNC);
      for (int i = 0; i < RESULTS; i++) {
        store.runs().append(run(1), epoch, List.of(issued("task " + i)), Durability.SYNC);
      }
      store.pin(receipt("task 0").cid(), Samples.START);
      store.pin(cid("task 2"), Samples.START);
    }
  }

  private ResultCache.Forgotten forget(Optional<Duration> age, Optional<Long> bytes) {
    var limits = new ResultCache.Limits(age, bytes);
    var plan = ResultCache.plan(folder, limits, CLOCK, (_, _) -> {});
    var done = ResultCache.forget(folder, limits, CLOCK, (_, _) -> {});
    assertThat(done).isEqualTo(plan);
    return done;
  }

  private void found(Indexed indexed, int... tasks) {
    for (int round = 0; round < 2; round++) {
      try (var store = open(indexed)) {
        var found = new java.util.ArrayList<Integer>();
        for (int i = 0; i < RESULTS; i++) {
          if (store.runs().findMemo(key("task " + i)).isPresent()) {
            found.add(i);
          }
          assertThat(store.runs().findReceipt(receipt("task " + i).cid())).isPresent();
        }
        assertThat(found)
            .containsExactly(java.util.Arrays.stream(tasks).boxed().toArray(Integer[]::new));
      }
      EmbeddedStore.rebuild(folder, CLOCK, (_, _) -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void forgetsTheOldestThatDoNotFitButNoneThatIsPinned(Indexed indexed) {
    write(indexed);
    var before = ResultCache.of(folder, (_, _) -> {});

    var forgotten = forget(Optional.empty(), Optional.of(before.bytes() / RESULTS + 10));

    assertThat(forgotten.results()).isEqualTo(2);
    found(indexed, 0, 2, 4);
    var after = ResultCache.of(folder, (_, _) -> {});
    assertThat(after.results()).isEqualTo(3);
    assertThat(after.bytes()).isEqualTo(before.bytes() - forgotten.bytes());
    assertThat(after.executed()).isEqualTo(RESULTS);
    assertThat(after.oldest()).contains(Samples.START.plusSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void forgetsWhatIsOlderAndTakesItUpAgainWhenItIsComputedAgain(Indexed indexed) {
    write(indexed);

    assertThat(forget(Optional.of(Duration.ofHours(2)), Optional.empty()).results()).isZero();
    assertThat(forget(Optional.of(Duration.ofMinutes(1)), Optional.empty()).results()).isEqualTo(3);
    found(indexed, 0, 2);

    try (var store = open(indexed)) {
      long epoch = store.runs().claim(run(2));
      store
          .runs()
          .append(run(2), epoch, List.of(accepted(run(2)), issued("task 1")), Durability.SYNC);
      assertThat(store.runs().findMemo(key("task 1"))).isPresent();
    }
    found(indexed, 0, 1, 2);
  }
}
