package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RunIdTest {
  private static final String EXAMPLE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @Test
  void anIdHoldsTheTimeItWasMade() {
    assertThat(RunId.parse(EXAMPLE).instant()).isEqualTo(Instant.ofEpochMilli(1_469_922_850_259L));
  }

  @Test
  void lowerCaseIsRead() {
    assertThat(RunId.parse("01arz3ndektsv4rrffq69g5fav")).hasToString(EXAMPLE);
  }

  @Test
  void bytesAndTextAreOne() {
    Property.check(seed -> {
      var bytes = new byte[16];
      new Random(seed).nextBytes(bytes);

      var id = RunId.of(Bytes.of(bytes));

      assertThat(id.bytes()).isEqualTo(Bytes.of(bytes));
      assertThat(RunId.parse(id.text())).isEqualTo(id);
    });
  }

  @Test
  void whatIsNoUlidIsRefused() {
    for (var text :
        List.of(
            "",
            "01ARZ3NDEKTSV4RRFFQ69G5FA",
            EXAMPLE + "0",
            "81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAI",
            "01ARZ3NDEKTSV4RRFFQ69G5FA-")) {
      assertThatThrownBy(() -> RunId.parse(text))
          .as(text)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("is no ULID");
    }
    assertThatThrownBy(() -> RunId.of(Bytes.fromHex("00"))).isInstanceOf(MalformedException.class);
  }

  @Test
  void idsGrowWhileTheClockStandsStillAndJumpsBack() {
    var times = List.of(1000L, 1000L, 1000L, 400L, 400L, 999L, 1001L, 0L).iterator();
    var ids = new RunIds(clock(times::next), new Random(7));

    var made = new ArrayList<RunId>();
    for (int i = 0; i < 8; i++) {
      made.add(ids.next());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(made.getLast().instant()).isEqualTo(Instant.ofEpochMilli(1001));
  }

  @Test
  void afterTheLastRandomPartTheTimeMovesOn() {
    var ids = new RunIds(clock(() -> 5L), allOnes());

    var first = ids.next();
    var second = ids.next();

    assertThat(first.instant()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(second.instant()).isEqualTo(Instant.ofEpochMilli(6));
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void threadsNeverGetTheSameId() throws InterruptedException {
    var ids = new RunIds(Clock.systemUTC(), new Random(1));
    var made = new HashSet<RunId>();
    var threads = new ArrayList<Thread>();

    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < 500; i++) {
              var id = ids.next();
              synchronized (made) {
                made.add(id);
              }
            }
          }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(made).hasSize(2000);
  }

  private static RandomGenerator allOnes() {
    return () -> -1L;
  }

  private static Clock clock(java.util.function.LongSupplier millis) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(millis.getAsLong());
      }
    };
  }
}
