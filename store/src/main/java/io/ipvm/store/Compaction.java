package io.ipvm.store;

import java.nio.file.Path;
import java.time.Clock;

/// Making a store smaller that keeps everything: sealed segments of the log are compressed, packs
/// lose copies of blocks that a later copy stands in for, and the index loses the room between its
/// rows.
///
/// @param segments that were written anew
/// @param packs that were written anew
/// @param before bytes of everything before
/// @param after bytes of everything now
public record Compaction(int segments, int packs, long before, long after) {
  /// Needs the store for itself, and room for one more segment or pack. A process that is killed
  /// meanwhile loses nothing, see [Compactor].
  ///
  /// @throws StoreException as [EmbeddedStore#open]
  public static Compaction of(Path dataDir, Clock clock, EmbeddedStore.Progress progress) {
    return of(dataDir, clock, progress, EmbeddedStore.Means.USUAL);
  }

  static Compaction of(
      Path dataDir, Clock clock, EmbeddedStore.Progress progress, EmbeddedStore.Means means) {
    long before = Footprint.of(dataDir).bytes();
    var done =
        EmbeddedStore.maintain(
            dataDir,
            clock,
            progress,
            means,
            store -> {
              var compactor =
                  new Compactor(store.contents(), store.disk(), Keeping::all, _ -> true, progress);
              store.seal(false, compactor.waste().pack());
              var counts = new int[] {compactor.segments(), compactor.packs()};
              store.vacuum();
              return counts;
            });
    return new Compaction(done[0], done[1], before, Footprint.of(dataDir).bytes());
  }
}
