package io.ipvm.store;

import io.ipvm.workflow.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Decides what of a store is kept: what pins, names, young blocks and the runs that a [Retention]
/// keeps lead to.
///
/// A receipt of a run that goes stays if something that is kept names it, or was computed from a
/// result of the same instruction: an instruction names the instructions it awaits, not their
/// receipts. So receipts are looked at again until none is found any more.
final class Keeping {
  private final Contents store;
  private final Reachability reachable;
  private final Set<RunId> runs;
  private final List<RunSummary> others;
  private final CidSet looked = new CidSet();

  /// What is looked at.
  record Contents(DataFolder folder, Catalog catalog, EmbeddedBlocks blocks) {
    List<Segment> segments() throws IOException {
      return Segment.list(folder.log());
    }

    List<Pack> packs() throws IOException {
      return Pack.list(folder.packs());
    }
  }

  private Keeping(Contents store, Set<RunId> runs, List<RunSummary> others) {
    this.store = store;
    this.runs = runs;
    this.others = others;
    reachable = new Reachability(store.blocks());
  }

  /// Reads the whole log, more than once, and every block that has links.
  static Keeping decide(Contents store, Retention policy, Instant now) throws IOException {
    var all = store.catalog().findRuns(Integer.MAX_VALUE);
    var runs = policy.kept(all, now);
    var keeping = new Keeping(store, runs, Retention.others(all, runs));
    store.catalog().pins().keySet().forEach(keeping.reachable::root);
    store.catalog().names().values().forEach(keeping.reachable::root);
    var age = new Age(policy, now);
    LogWalk.over(
        store.segments(),
        (frame, entry) -> {
          age.see(entry);
          if (entry instanceof LogEntry.Happened(var run, _, var record) && runs.contains(run)) {
            keeping.reachable.root(record);
          }
        });
    keeping.rootYoungBlocks(age.old(), policy, now);
    keeping.rootNeededReceipts();
    return keeping;
  }

  /// Keeps everything.
  static boolean all(LogEntry entry) {
    return !(entry instanceof LogEntry.Synced);
  }

  /// Finds up to where the packs were written when the last old thing happened before the first
  /// young one: blocks have no time of their own.
  private static final class Age {
    private final Retention policy;
    private final Instant now;
    private PackPosition synced = PackPosition.START;
    private PackPosition old = PackPosition.START;
    private boolean young;

    Age(Retention policy, Instant now) {
      this.policy = policy;
      this.now = now;
    }

    void see(LogEntry entry) {
      switch (entry) {
        case LogEntry.Synced(var packs) -> synced = packs;
        case LogEntry.Happened(_, _, var record) -> {
          young |= policy.isYoung(record.at(), now);
          if (!young) {
            old = synced;
          }
        }
        case LogEntry.Claimed _,
            LogEntry.Named _,
            LogEntry.Pinned _,
            LogEntry.Unpinned _,
            LogEntry.Noted _,
            LogEntry.Forgotten _ -> {}
      }
    }

    PackPosition old() {
      return old;
    }
  }

  /// A block is old if something old happened after it, or if its pack was not written to since.
  private void rootYoungBlocks(PackPosition old, Retention policy, Instant now) throws IOException {
    for (var pack : store.packs()) {
      var written = Files.getLastModifiedTime(pack.path()).toInstant();
      if (pack.number() < old.pack() || written.isBefore(now.minus(policy.age()))) {
        continue;
      }
      PackWalk.over(
          pack,
          entry -> {
            if (!entry.location().isBefore(old)) {
              reachable.root(entry.cid());
            }
          });
    }
  }

  private void rootNeededReceipts() throws IOException {
    int before;
    do {
      before = looked.size();
      LogWalk.over(
          store.segments(),
          (_, entry) -> {
            if (entry instanceof LogEntry.Happened(var run, _, RunRecord.ReceiptIssued issued)
                && !runs.contains(run)
                && isNeeded(issued)
                && looked.add(issued.receipt().cid())) {
              reachable.root(issued);
            }
          });
    } while (looked.size() > before);
  }

  private boolean isNeeded(RunRecord.ReceiptIssued issued) {
    return reachable.has(issued.receipt().cid()) || reachable.has(issued.instruction());
  }

  /// Runs that go.
  List<RunSummary> others() {
    return others;
  }

  /// Whether a frame with that entry stays in the log. Of several [LogEntry.Synced] the last one in
  /// a segment does, see [Compactor].
  boolean keeps(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Claimed claimed -> runs.contains(claimed.run());
      case LogEntry.Happened(var run, _, var record) ->
          runs.contains(run)
              || (record instanceof RunRecord.ReceiptIssued issued && isNeeded(issued));
      case LogEntry.Named _,
          LogEntry.Pinned _,
          LogEntry.Unpinned _,
          LogEntry.Noted _,
          LogEntry.Forgotten _ ->
          true;
      case LogEntry.Synced _ -> false;
    };
  }

  /// Whether a block stays: of several copies, the one that is read.
  boolean keeps(Pack.Entry entry) {
    return reachable.has(entry.cid());
  }
}
