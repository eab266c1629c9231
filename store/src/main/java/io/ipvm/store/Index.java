package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where things are in the log up to [#position], and in the packs up to [#packs]. It can be lost
/// at any time: all it says stands in the log and the packs.
interface Index extends AutoCloseable {
  /// All log entries before this position are covered; 0 for none.
  long position();

  PackPosition packs();

  /// Position of the frame that issued the receipt.
  OptionalLong findReceipt(Cid receipt);

  /// The CIDs of receipts from `from` on and before `below`, smallest first.
  List<Cid> findReceipts(Bytes from, Bytes below, int limit);

  /// Position of the newest frame with a receipt under that key. It may be one under another key.
  OptionalLong findMemo(MemoKey key);

  /// Position of the newest frame of the run.
  OptionalLong findRun(RunId run);

  /// Newest first.
  List<RunState.Row> findRuns(int limit);

  /// Runs that can be meant by an id, the start of one, or an alias; newest first.
  List<RunState.Row> findRuns(String idOrAlias);

  /// Visits all runs, in no order.
  void forEachRun(Consumer<RunState.Row> action);

  Optional<Cid> findName(String name);

  Map<String, Cid> names();

  /// What is pinned, since when.
  Map<Cid, Instant> pins();

  Optional<Bytes> findFact(Fact.Key key);

  /// The facts of a space from key `from` on whose keys begin with `prefix`, in the order of keys.
  List<Fact> findFacts(String space, Bytes prefix, Bytes from, int limit);

  Optional<Pack.Location> findBlock(Cid cid);

  /// The blocks whose CID is `wanted`, in no order.
  List<Cid> findBlocks(Predicate<Cid> wanted);

  @Override
  void close();

  /// An index that takes up more.
  interface Growing extends Index {
    /// Takes up what is new.
    ///
    /// @throws StoreException if it could not
    void store(Delta delta);
  }

  /// The index of a store that is small enough to do without.
  class None implements Index {
    @Override
    public long position() {
      return 0;
    }

    @Override
    public PackPosition packs() {
      return PackPosition.START;
    }

    @Override
    public OptionalLong findReceipt(Cid receipt) {
      return OptionalLong.empty();
    }

    @Override
    public List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
      return List.of();
    }

    @Override
    public OptionalLong findMemo(MemoKey key) {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong findRun(RunId run) {
      return OptionalLong.empty();
    }

    @Override
    public List<RunState.Row> findRuns(int limit) {
      return List.of();
    }

    @Override
    public List<RunState.Row> findRuns(String idOrAlias) {
      return List.of();
    }

    @Override
    public void forEachRun(Consumer<RunState.Row> action) {}

    @Override
    public Optional<Cid> findName(String name) {
      return Optional.empty();
    }

    @Override
    public Map<String, Cid> names() {
      return Map.of();
    }

    @Override
    public Map<Cid, Instant> pins() {
      return Map.of();
    }

    @Override
    public Optional<Bytes> findFact(Fact.Key key) {
      return Optional.empty();
    }

    @Override
    public List<Fact> findFacts(String space, Bytes prefix, Bytes from, int limit) {
      return List.of();
    }

    @Override
    public Optional<Pack.Location> findBlock(Cid cid) {
      return Optional.empty();
    }

    @Override
    public List<Cid> findBlocks(Predicate<Cid> wanted) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
