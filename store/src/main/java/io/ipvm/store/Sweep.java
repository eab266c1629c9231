package io.ipvm.store;

import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Cleaning up a store: runs that a [Retention] does not keep go, and receipts and blocks that no
/// kept run, no name and no pin leads to. Blocks that came lately stay, whoever stored them.
///
/// [#plan] shows what would go, also of a store in use. [#apply] needs the store for itself, so it
/// never meets a run that is under way; one that was interrupted is kept with all it needs. A
/// process that is killed meanwhile, or a disk that is full, loses nothing that is kept
/// ([Compactor]); the next one does the rest.
///
/// @param runs that go, newest first
/// @param records of the log that go, receipts among them
/// @param receipts that go
/// @param blocks that go
/// @param logBytes bytes of those records
/// @param blockBytes bytes of those blocks in their packs
/// @param freed by how much the log and the packs got smaller; 0 of a plan, and where the new files
///   they go on in take more
public record Sweep(
    List<RunSummary> runs,
    long records,
    long receipts,
    List<Dead> blocks,
    long logBytes,
    long blockBytes,
    long freed) {
  public Sweep {
    runs = List.copyOf(runs);
    blocks = List.copyOf(blocks);
  }

  /// A block that goes.
  public record Dead(Cid cid, int size) {}

  /// What [#apply] would do now.
  ///
  /// @throws StoreException `CORRUPT` if something is damaged: what it leads to is not known then
  public static Sweep plan(
      Path dataDir, Retention policy, Clock clock, EmbeddedStore.Progress progress) {
    try (var opening = Opening.toRead(new DataFolder(dataDir))) {
      opening.readLog(true, progress);
      opening.readPacks();
      var contents = new Keeping.Contents(opening.folder(), opening.catalog(), opening.blocks());
      var keeping = Keeping.decide(contents, policy, clock.instant());
      return of(keeping, compactor(contents, Disk.local(), keeping, progress).waste(), 0);
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  /// Cleans up.
  ///
  /// @throws StoreException as [EmbeddedStore#open], and as [#plan]
  public static Sweep apply(
      Path dataDir, Retention policy, Clock clock, EmbeddedStore.Progress progress) {
    return apply(dataDir, policy, clock, progress, EmbeddedStore.Means.USUAL);
  }

  static Sweep apply(
      Path dataDir,
      Retention policy,
      Clock clock,
      EmbeddedStore.Progress progress,
      EmbeddedStore.Means means) {
    return EmbeddedStore.maintain(
        dataDir,
        clock,
        progress,
        means,
        store -> {
          var contents = store.contents();
          var keeping = Keeping.decide(contents, policy, clock.instant());
          var compactor = compactor(contents, store.disk(), keeping, progress);
          var waste = compactor.waste();
          if (waste.records().count() == 0 && waste.blocks().isEmpty()) {
            return of(keeping, waste, 0);
          }
          long before = size(dataDir);
          store.seal(waste.segment(), waste.pack());
          compactor.unlist(keeping.others().stream().map(RunSummary::id).toList());
          compactor.segments();
          compactor.packs();
          return of(keeping, waste, Math.max(0, before - size(dataDir)));
        });
  }

  private static Compactor compactor(
      Keeping.Contents contents, Disk disk, Keeping keeping, EmbeddedStore.Progress progress) {
    return new Compactor(contents, disk, keeping::keeps, keeping::keeps, progress);
  }

  private static long size(Path dataDir) {
    var footprint = Footprint.of(dataDir);
    return footprint.logBytes() + footprint.packBytes();
  }

  private static Sweep of(Keeping keeping, Compactor.Waste waste, long freed) {
    return new Sweep(
        keeping.others(),
        waste.records().count(),
        waste.records().receipts(),
        waste.blocks().stream()
            .map(entry -> new Dead(entry.cid(), entry.location().size()))
            .toList(),
        waste.records().bytes(),
        waste.blockBytes(),
        freed);
  }
}
