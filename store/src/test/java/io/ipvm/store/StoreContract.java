package io.ipvm.store;

import static io.ipvm.store.Samples.accepted;
import static io.ipvm.store.Samples.block;
import static io.ipvm.store.Samples.cid;
import static io.ipvm.store.Samples.finished;
import static io.ipvm.store.Samples.issued;
import static io.ipvm.store.Samples.key;
import static io.ipvm.store.Samples.receipt;
import static io.ipvm.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store does, whatever it is made of; each backend has a subclass.
abstract class StoreContract {
  private static final String SPACE = "samples";

  private Store store;

  /// An empty store.
  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void append(RunId run, RunRecord... records) {
    var runs = store.runs();
    runs.append(run, runs.claim(run), List.of(records), Durability.SYNC);
  }

  @Test
  void readsBackEveryKindOfRecordInOrder() {
    var records = Samples.everyKind(run(1));

    append(run(1), records.toArray(RunRecord[]::new));

    assertThat(store.runs().read(run(1))).isEqualTo(records);
  }

  @Test
  void readsWhatWasAppendedForLater() {
    var runs = store.runs();
    long epoch = runs.claim(run(1));

    runs.append(run(1), epoch, List.of(accepted(run(1))), Durability.LATER);
    runs.append(run(1), epoch, List.of(issued("a")), Durability.LATER);

    assertThat(runs.read(run(1))).containsExactly(accepted(run(1)), issued("a"));
    assertThat(runs.findMemo(key("a"))).isPresent();
  }

  @Test
  void keepsTheRecordsOfRunsApart() {
    append(run(1), accepted(run(1)));
    append(run(2), accepted(run(2)), finished(RunStatus.COMPLETED));
    append(run(1), issued("a"));

    assertThat(store.runs().read(run(1))).containsExactly(accepted(run(1)), issued("a"));
    assertThat(store.runs().read(run(2))).hasSize(2);
    assertThat(store.runs().read(run(3))).isEmpty();
  }

  @Test
  void refusesAnAppendToARunThatNobodyClaimed() {
    assertThatThrownBy(
            () -> store.runs().append(run(1), 0, List.of(accepted(run(1))), Durability.SYNC))
        .isInstanceOfSatisfying(StoreException.class, this::isStale)
        .hasMessageContaining(run(1).text())
        .hasMessageContaining("claim it first");
  }

  @Test
  void refusesAnAppendOfAnEarlierOwner() {
    var runs = store.runs();
    long first = runs.claim(run(1));
    runs.append(run(1), first, List.of(accepted(run(1))), Durability.SYNC);
    long second = runs.claim(run(1));

    assertThatThrownBy(() -> runs.append(run(1), first, List.of(issued("a")), Durability.LATER))
        .isInstanceOfSatisfying(StoreException.class, this::isStale)
        .hasMessageContaining("epoch " + second);

    runs.append(run(1), second, List.of(issued("b")), Durability.LATER);
    assertThat(runs.read(run(1))).containsExactly(accepted(run(1)), issued("b"));
  }

  private void isStale(StoreException e) {
    assertThat(e.kind()).isEqualTo(StoreException.Kind.STALE_OWNER);
    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void aClaimAloneMakesNoRun() {
    store.runs().claim(run(1));

    assertThat(store.runs().read(run(1))).isEmpty();
    assertThat(store.runs().findRuns(10)).isEmpty();
    assertThat(store.runs().findRun(run(1).text())).isEmpty();
  }

  @Test
  void findsAReceiptByItsCid() {
    append(run(1), accepted(run(1)), issued("a"));

    assertThat(store.runs().findReceipt(receipt("a").cid())).contains(receipt("a"));
    assertThat(store.runs().findReceipt(receipt("b").cid())).isEmpty();
  }

  @Test
  void findsReceiptsByARangeOfTheirCids() {
    append(run(1), accepted(run(1)), issued("a"), issued("b"), issued("c"));
    var sorted =
        Stream.of("a", "b", "c")
            .map(name -> receipt(name).cid())
            .sorted(Comparator.comparing(Cid::bytes))
            .toList();
    var first = sorted.getFirst().bytes();
    var last = sorted.getLast().bytes();

    assertThat(store.runs().findReceipts(first, last, 10)).isEqualTo(sorted.subList(0, 2));
    assertThat(store.runs().findReceipts(first, Bytes.owned(new byte[] {-1}), 10))
        .isEqualTo(sorted);
    assertThat(store.runs().findReceipts(first, last, 1)).containsExactly(sorted.getFirst());
    assertThat(store.runs().findReceipts(first, first, 10)).isEmpty();
  }

  @Test
  void findsTheNewestResultUnderAMemoKey() {
    var newer = receipt("a", new Outcome.Ok(Node.of("computed afresh")));
    append(run(1), accepted(run(1)), issued("a"));
    append(run(2), accepted(run(2)), issued("a", newer));

    var found = store.runs().findMemo(key("a"));

    assertThat(found).contains(new MemoEntry(newer, Optional.of(cid("compatible a"))));
  }

  @Test
  void aMemoKeyDiffersInEveryPart() {
    append(run(1), accepted(run(1)), issued("a"));
    var key = key("a");
    var limits = Optional.of(new Limits(1, 2, Duration.ofSeconds(3)));

    assertThat(store.runs().findMemo(key)).isPresent();
    assertThat(
            List.of(
                new MemoKey(cid("b"), key.mapping(), key.engineProfile(), key.limits()),
                new MemoKey(cid("a"), Mapping.COMPATIBILITY, key.engineProfile(), key.limits()),
                new MemoKey(cid("a"), key.mapping(), "wasm/2", key.limits()),
                new MemoKey(cid("a"), key.mapping(), key.engineProfile(), limits)))
        .allSatisfy(other -> assertThat(store.runs().findMemo(other)).isEmpty());
  }

  @Test
  void listsRunsNewestFirst() {
    append(run(2), accepted(run(2)));
    append(run(1), accepted(run(1)));
    append(run(3), accepted(run(3)));
    append(run(2), finished(RunStatus.COMPLETED));

    assertThat(store.runs().findRuns(10))
        .extracting(RunSummary::id)
        .containsExactly(run(3), run(1), run(2));
    assertThat(store.runs().findRuns(2)).hasSize(2);
    assertThat(store.runs().findRuns(0)).isEmpty();
  }

  @Test
  void summarisesARunAsItsRecordsSay() {
    append(
        run(1),
        accepted(run(1), "sheet", Optional.of("nightly"), 4),
        issued("a"),
        new RunRecord.TaskReplayed(Samples.START, cid("b"), receipt("b").cid()),
        issued("c", receipt("c", new Outcome.Failed(Node.of("trap")))),
        new RunRecord.TaskAborted(Samples.START, cid("d"), "timeout", "too slow"));

    var running = store.runs().findRun(run(1).text()).orElseThrow();
    append(run(1), finished(RunStatus.FAILED));
    var failed = store.runs().findRun(run(1).text()).orElseThrow();

    assertThat(running)
        .isEqualTo(
            new RunSummary(
                run(1),
                Optional.of("nightly"),
                "sheet",
                cid("sheet"),
                RunStatus.RUNNING,
                Samples.START,
                Optional.empty(),
                new RunSummary.Counts(4, 2, 1, 2)));
    assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.finished()).contains(Samples.START.plusSeconds(9));
  }

  @Test
  void aResumedRunCountsNothingTwice() {
    append(
        run(1), accepted(run(1)), issued("a"), new RunRecord.Interrupted(Samples.START, "SIGINT"));

    var interrupted = store.runs().findRun(run(1).text()).orElseThrow();
    append(
        run(1),
        new RunRecord.Resumed(Samples.START, "host"),
        new RunRecord.TaskReplayed(Samples.START, cid("a"), receipt("a").cid()),
        issued("b"));
    var resumed = store.runs().findRun(run(1).text()).orElseThrow();

    assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(resumed.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(resumed.counts()).isEqualTo(new RunSummary.Counts(3, 2, 0, 0));
  }

  @Test
  void findsARunByIdOrAliasOrTheStartOfItsId() {
    append(run(1), accepted(run(1), "sheet", Optional.of("nightly"), 1));
    append(run(2), accepted(run(2), "sheet", Optional.of("nightly"), 1));
    var runs = store.runs();
    var start = run(1).text().substring(0, 8);

    assertThat(runs.findAlias(run(1).text())).isEmpty();
    assertThat(runs.findRun(run(1).text())).map(RunSummary::id).contains(run(1));
    assertThat(runs.findRun(start)).map(RunSummary::id).contains(run(1));
    assertThat(runs.findRun(start.toLowerCase(java.util.Locale.ROOT))).isPresent();
    assertThat(runs.findRun("nightly")).map(RunSummary::id).contains(run(2));
    assertThat(runs.findRun(start.substring(0, RunChoice.SHORTEST_PREFIX - 1))).isEmpty();
    assertThat(runs.findRun("weekly")).isEmpty();
    assertThat(runs.findRun("100%_x")).isEmpty();
  }

  @Test
  void namesTheRunsThatBeginAlike() {
    var first = run(1);
    var alike = new RunId(first.text().substring(0, 25) + "7");
    append(first, accepted(first));
    append(alike, accepted(alike));

    assertThatThrownBy(() -> store.runs().findRun(first.text().substring(0, 20)))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining(first.text())
        .hasMessageContaining(alike.text());
  }

  @Test
  void remembersWhatNamesMean() {
    store.name("blur", cid("old"));
    store.name("blur", cid("new"));
    store.name("crop", cid("crop"));

    assertThat(store.findName("blur")).contains(cid("new"));
    assertThat(store.findName("resize")).isEmpty();
    assertThat(store.names()).isEqualTo(Map.of("blur", cid("new"), "crop", cid("crop")));
  }

  @Test
  void remembersTheNewestFactOfAKey() {
    var facts = store.facts();

    facts.note(List.of(fact("a", "1"), fact("b", "2")));
    facts.note(List.of(fact("a", "3"), Fact.none(SPACE, Bytes.utf8("b")), fact("c", "")));

    assertThat(facts.find(SPACE, Bytes.utf8("a"))).contains(Bytes.utf8("3"));
    assertThat(facts.find(SPACE, Bytes.utf8("b"))).isEmpty();
    assertThat(facts.find(SPACE, Bytes.utf8("c"))).contains(Bytes.EMPTY);
    assertThat(facts.find("another", Bytes.utf8("a"))).isEmpty();
  }

  @Test
  void walksFactsInTheOrderOfTheirKeys() {
    var facts = store.facts();
    facts.note(Stream.of("b", "ab", "a", "aa", "ac").map(key -> fact(key, key)).toList());
    facts.note(List.of(Fact.of("another", Bytes.utf8("ad"), Bytes.EMPTY)));
    facts.note(List.of(Fact.none(SPACE, Bytes.utf8("aa")), fact("ac", "new")));
    var prefix = Bytes.utf8("a");

    assertThat(facts.findAll(SPACE, prefix, Optional.empty(), 10))
        .containsExactly(fact("a", "a"), fact("ab", "ab"), fact("ac", "new"));
    assertThat(facts.findAll(SPACE, prefix, Optional.empty(), 2))
        .containsExactly(fact("a", "a"), fact("ab", "ab"));
    assertThat(facts.findAll(SPACE, prefix, Optional.of(Bytes.utf8("ab")), 2))
        .containsExactly(fact("ac", "new"));
    assertThat(facts.findAll(SPACE, Bytes.EMPTY, Optional.of(Bytes.utf8("ac")), 9))
        .containsExactly(fact("b", "b"));
  }

  @Test
  void aFactHasLimits() {
    var facts = store.facts();
    var largest = Fact.of(SPACE, zeros(Fact.MAX_KEY), zeros(Fact.MAX_VALUE));
    facts.note(List.of(largest));

    assertThat(facts.find(SPACE, largest.key())).isEqualTo(largest.value());
    assertThatThrownBy(() -> Fact.none(SPACE, zeros(Fact.MAX_KEY + 1)))
        .hasMessage("the key of a fact has 8193 bytes, limit 8192");
    assertThatThrownBy(() -> Fact.of(SPACE, Bytes.EMPTY, zeros(Fact.MAX_VALUE + 1)))
        .hasMessage("the value of a fact has 1048577 bytes, limit 1048576");
    assertThatThrownBy(() -> facts.note(Collections.nCopies(1025, fact("a", "b"))))
        .hasMessage("1025 facts at once, limit 1024");
    assertThatThrownBy(() -> facts.note(List.of(largest, largest)))
        .hasMessage("facts of 2113536 bytes at once, limit 2097152");
  }

  private static Fact fact(String key, String value) {
    return Fact.of(SPACE, Bytes.utf8(key), Bytes.utf8(value));
  }

  private static Bytes zeros(int size) {
    return Bytes.owned(new byte[size]);
  }

  @Test
  void remembersWhatIsPinnedUntilItIsUnpinned() {
    store.pin(cid("a"), Samples.START);
    store.pin(cid("a"), Samples.START.plusSeconds(5));
    store.pin(cid("b"), Samples.START);

    assertThat(store.unpin(cid("b"))).isTrue();
    assertThat(store.unpin(cid("b"))).isFalse();

    assertThat(store.pins()).isEqualTo(Map.of(cid("a"), Samples.START));
  }

  @Test
  void returnsTheBlocksThatWerePut() {
    var blocks = store.blocks();
    var large = Block.of(Codec.RAW, Bytes.owned(new byte[3 << 20]));

    blocks.put(block("hello"));
    blocks.put(block("hello"));
    blocks.put(block(""));
    blocks.put(large);
    blocks.sync();

    assertThat(blocks.find(cid("hello"))).contains(Bytes.utf8("hello"));
    assertThat(blocks.find(cid(""))).contains(Bytes.EMPTY);
    assertThat(blocks.find(large.cid())).contains(large.bytes());
    assertThat(blocks.has(cid("hello"))).isTrue();
    assertThat(blocks.has(cid("other"))).isFalse();
    assertThat(blocks.find(cid("other"))).isEmpty();
    assertThat(blocks.findAll(_ -> true))
        .containsExactlyInAnyOrder(cid("hello"), cid(""), large.cid());
    assertThat(blocks.findAll(cid("hello")::equals)).containsExactly(cid("hello"));
  }

  @Test
  void keepsTheOrderOfEveryRunWhenManyAppendAtOnce() throws Exception {
    int writers = 16;
    int appends = 50;
    var runs = store.runs();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < writers; i++) {
        var run = run(i);
        all.add(threads.submit(() -> appendMany(runs, run, appends)));
      }
      for (var each : all) {
        each.get();
      }
    }

    for (int i = 0; i < writers; i++) {
      assertThat(runs.read(run(i)))
          .hasSize(appends)
          .extracting(record -> ((RunRecord.EffectIntended) record).attempt())
          .isSorted();
    }
  }

  private static void appendMany(RunLog runs, RunId run, int appends) {
    long epoch = runs.claim(run);
    for (int i = 0; i < appends; i++) {
      var record = new RunRecord.EffectIntended(Samples.START, cid("effect"), i);
      var durability = i % 3 == 0 ? Durability.SYNC : Durability.LATER;
      runs.append(run, epoch, List.of(record), durability);
    }
  }
}
