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
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.store.RunLog.Durability;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Cleaning up: what is kept is whole, what is not kept is gone.
final class SweepTest {
  /// Whether the store is large enough to have an index.
  enum Indexed {
    NO,
    YES;

    EmbeddedStore.Means means() {
      var slack =
          switch (this) {
            case NO -> Indexer.Slack.USUAL;
            case YES -> new Indexer.Slack(0, 0);
          };
      return new EmbeddedStore.Means(Disk.local(), slack);
    }
  }

  private static final Retention NEWEST = new Retention(Duration.ZERO, 1);
  @TempDir private Path folder;
  private final Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(400)), ZoneOffset.UTC);
  private EmbeddedStore.Means means = EmbeddedStore.Means.USUAL;

  private EmbeddedStore open() {
    return EmbeddedStore.open(folder, Clock.systemUTC(), (_, _) -> {}, means);
  }

  private Sweep plan(Retention policy) {
    return Sweep.plan(folder, policy, later, (_, _) -> {});
  }

  private Sweep sweep(Retention policy) {
    return Sweep.apply(folder, policy, later, (_, _) -> {}, means);
  }

  private static void append(Store store, RunId run, RunRecord... records) {
    store.runs().append(run, store.runs().claim(run), List.of(records), Durability.SYNC);
  }

  /// A run whose task came to a block.
  private static void completed(Store store, int number) {
    store.blocks().put(block("output of " + number));
    var out = new Outcome.Ok(Node.of(cid("output of " + number)));
    append(
        store,
        run(number),
        accepted(run(number)),
        issued("task " + number, receipt("task " + number, out)),
        finished(RunStatus.COMPLETED));
  }

  private Cid receiptOf(int number) {
    var out = new Outcome.Ok(Node.of(cid("output of " + number)));
    return receipt("task " + number, out).cid();
  }

  @ParameterizedTest
  @EnumSource
  void takesRunsThatAreOverWithWhatOnlyTheyLeadTo(Indexed indexed) {
    means = indexed.means();
    try (var store = open()) {
      completed(store, 1);
      completed(store, 2);
    }

    var plan = plan(NEWEST);
    assertThat(plan.runs()).extracting(RunSummary::id).containsExactly(run(1));
    assertThat(plan.blocks()).extracting(Sweep.Dead::cid).containsExactly(cid("output of 1"));
    assertThat(plan.receipts()).isEqualTo(1);
    try (var store = EmbeddedStore.openReadOnly(folder)) {
      assertThat(store.runs().findRuns(9)).hasSize(2);
    }

    var swept = sweep(NEWEST);
    assertThat(swept.runs()).isEqualTo(plan.runs());
    assertThat(swept.blocks()).isEqualTo(plan.blocks());

    for (int round = 0; round < 2; round++) {
      try (var store = open()) {
        assertThat(store.notes()).isEmpty();
        assertThat(store.runs().findRuns(9)).extracting(RunSummary::id).containsExactly(run(2));
        assertThat(store.runs().read(run(1))).isEmpty();
        assertThat(store.runs().read(run(2))).hasSize(3);
        assertThat(store.runs().findReceipt(receiptOf(1))).isEmpty();
        assertThat(store.runs().findMemo(key("task 1"))).isEmpty();
        assertThat(store.runs().findMemo(key("task 2"))).isPresent();
        assertThat(store.blocks().has(cid("output of 1"))).isFalse();
        assertThat(store.blocks().find(cid("output of 1"))).isEmpty();
        assertThat(store.blocks().find(cid("output of 2"))).isPresent();
      }
      EmbeddedStore.rebuild(folder, Clock.systemUTC(), (_, _) -> {});
    }
    assertThat(Inspection.of(folder, (_, _) -> {}).damages()).isEmpty();
    assertThat(plan(NEWEST).records()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatWentCanComeAgain(Indexed indexed) {
    means = indexed.means();
    try (var store = open()) {
      completed(store, 1);
      completed(store, 2);
    }
    sweep(NEWEST);

    try (var store = open()) {
      store.blocks().put(block("output of 1"));
      append(store, run(3), accepted(run(3)), issued("task 1"));
    }

    try (var store = open()) {
      assertThat(store.blocks().find(cid("output of 1"))).isPresent();
      assertThat(store.runs().findMemo(key("task 1"))).isPresent();
      assertThat(store.runs().findRuns(9)).hasSize(2);
    }
  }

  @Test
  void keepsWhatAKeptRunReplayed() {
    try (var store = open()) {
      completed(store, 1);
      append(
          store,
          run(2),
          accepted(run(2)),
          new RunRecord.TaskReplayed(Samples.START, cid("task 1"), receiptOf(1)),
          finished(RunStatus.COMPLETED));
    }

    sweep(NEWEST);

    try (var store = open()) {
      assertThat(store.runs().findRuns(9)).extracting(RunSummary::id).containsExactly(run(2));
      assertThat(store.runs().findReceipt(receiptOf(1))).isPresent();
      assertThat(store.runs().findMemo(key("task 1"))).isPresent();
      assertThat(store.blocks().find(cid("output of 1"))).isPresent();
    }
  }

  @Test
  void keepsWhatIsPinnedOrNamedWithAllItLeadsTo() {
    var module = block("module");
    var instruction =
        Block.of(
            Codec.DAG_CBOR,
            DagCbor.encode(MapNode.of("rsc", Node.of("ipfs://" + module.cid() + "/x"))));
    try (var store = open()) {
      store.blocks().put(module);
      store.blocks().put(instruction);
      store.blocks().put(block("named"));
      store.name("fn", cid("named"));
      completed(store, 1);
      completed(store, 2);
      completed(store, 3);
      store.pin(instruction.cid(), Samples.START);
      store.pin(receiptOf(2), Samples.START);
      store.pin(cid("output of 1"), Samples.START);
      assertThat(store.unpin(cid("output of 1"))).isTrue();
      assertThat(store.unpin(cid("output of 1"))).isFalse();
    }

    sweep(NEWEST);

    try (var store = open()) {
      assertThat(store.pins().keySet()).containsExactlyInAnyOrder(instruction.cid(), receiptOf(2));
      assertThat(store.blocks().findAll(_ -> true))
          .containsExactlyInAnyOrder(
              module.cid(),
              instruction.cid(),
              cid("named"),
              cid("output of 2"),
              cid("output of 3"));
      assertThat(store.runs().findReceipt(receiptOf(2))).isPresent();
      assertThat(store.runs().findMemo(key("task 2"))).isPresent();
      assertThat(store.runs().findRuns(9)).extracting(RunSummary::id).containsExactly(run(3));
    }
  }

  @Test
  void keepsReceiptsOfInstructionsThatSomethingKeptAwaits() {
    var awaiting =
        Block.of(
            Codec.DAG_CBOR,
            DagCbor.encode(MapNode.of("input", Node.list(List.of(Node.of(cid("task 1")))))));
    try (var store = open()) {
      completed(store, 1);
      completed(store, 2);
      store.blocks().put(awaiting);
      store.pin(awaiting.cid(), Samples.START);
      completed(store, 3);
    }

    sweep(NEWEST);

    try (var store = open()) {
      assertThat(store.runs().findReceipt(receiptOf(1))).isPresent();
      assertThat(store.blocks().has(cid("output of 1"))).isTrue();
      assertThat(store.blocks().has(cid("output of 2"))).isFalse();
    }
  }

  @Test
  void neverTakesARunThatHasNotEnded() {
    try (var store = open()) {
      append(store, run(1), accepted(run(1)), issued("a"));
      append(store, run(2), accepted(run(2)), new RunRecord.Interrupted(Samples.START, "SIGINT"));
      append(store, run(3), accepted(run(3)), finished(RunStatus.IN_DOUBT));
      completed(store, 4);
    }

    var swept = sweep(new Retention(Duration.ZERO, 0));

    assertThat(swept.runs()).extracting(RunSummary::id).containsExactly(run(4));
    try (var store = open()) {
      assertThat(store.runs().findRuns(9)).hasSize(3);
      assertThat(store.runs().read(run(1))).containsExactly(accepted(run(1)), issued("a"));
    }
  }

  @Test
  void keepsWhatIsYoungByTheOrderOfTheLogAndNotByTheClockAlone() {
    var now = Samples.START.plus(Duration.ofHours(1));
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    try (var store = open()) {
      store.blocks().put(block("imported"));
      append(store, run(1), at(Samples.START.minus(Duration.ofDays(9)), 1), ended(9));
      append(store, run(2), at(Samples.START, 2), ended(0));
      // The clock went back between these two, or forward.
      append(store, run(3), at(Instant.EPOCH, 3), ended(9));
      append(store, run(4), at(Instant.parse("2999-01-01T00:00:00Z"), 4), ended(9));
    }

    var policy = new Retention(Duration.ofDays(1), 0);
    var plan = Sweep.plan(folder, policy, clock, (_, _) -> {});

    assertThat(plan.runs()).extracting(RunSummary::id).containsExactly(run(1));
    assertThat(Sweep.plan(folder, Retention.USUAL, clock, (_, _) -> {}).records()).isZero();
  }

  private static RunRecord at(Instant accepted, int number) {
    var it = accepted(run(number));
    return new RunRecord.Accepted(
        accepted,
        it.workflow(),
        it.bound(),
        it.template(),
        it.input(),
        it.name(),
        Optional.empty(),
        it.lineage(),
        it.caller(),
        it.tasks());
  }

  private static RunRecord ended(int daysBefore) {
    return new RunRecord.Finished(
        Samples.START.minus(Duration.ofDays(daysBefore)), RunStatus.COMPLETED, Node.NULL);
  }

  @Test
  void keepsBlocksThatCameLately() {
    try (var store = open()) {
      completed(store, 1);
      store.blocks().put(block("imported"));
    }

    var today = Clock.systemUTC();
    var month = new Retention(Duration.ofDays(30), 0);
    Sweep.apply(folder, month, today, (_, _) -> {}, means);
    try (var store = open()) {
      assertThat(store.blocks().has(cid("imported"))).isTrue();
    }

    sweep(month);
    try (var store = open()) {
      assertThat(store.blocks().has(cid("imported"))).isFalse();
    }
  }

  @Test
  void refusesToCleanUpWhatIsDamaged() throws IOException {
    var value = Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(List.of(Node.of(cid("leaf"))))));
    try (var store = open()) {
      store.blocks().put(block("leaf"));
      store.blocks().put(value);
      store.name("value", value.cid());
      completed(store, 1);
    }
    var pack = Folders.pack(folder);
    var bytes = Files.readAllBytes(pack);
    int at = bytes.length - Pack.dataStart(cid("output of 1")) - "output of 1".length() - 1;
    Folders.flip(pack, bytes, at);

    assertThatThrownBy(() -> sweep(new Retention(Duration.ZERO, 0)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
  }

  @Test
  void needsTheStoreForItselfAndAStore() {
    assertThatThrownBy(() -> sweep(NEWEST))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    try (var _ = open()) {
      assertThatThrownBy(() -> sweep(NEWEST))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED));
      assertThat(plan(NEWEST).records()).isZero();
    }
    assertThatThrownBy(() -> new Retention(Duration.ofDays(-1), 0))
        .isInstanceOf(IpvmException.class);
  }

  @Test
  void aReaderThatIsOpenMeanwhileSeesWhatIsKept() {
    var large = Block.of(Codec.RAW, Bytes.owned(new byte[100_000]));
    try (var store = open()) {
      completed(store, 1);
      store.blocks().put(large);
      completed(store, 2);
      store.pin(large.cid(), Samples.START);
    }
    try (var reader = EmbeddedStore.openReadOnly(folder)) {
      sweep(NEWEST);

      assertThat(reader.blocks().find(large.cid())).contains(large.bytes());
      assertThat(reader.runs().read(run(2))).hasSize(3);
      assertThat(reader.blocks().find(cid("output of 1"))).isEmpty();
      assertThat(reader.runs().findReceipt(receiptOf(1))).isEmpty();
    }
  }
}
