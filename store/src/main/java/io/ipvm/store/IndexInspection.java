package io.ipvm.store;

import io.ipvm.store.Inspection.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Compares an index with the log and the packs it was made of. A damaged row is told from a good
/// one by what it leads to, when somebody follows it; a row that is missing, or whose key is
/// damaged, only by this: the log says what has to be there.
final class IndexInspection {
  private static final String ADVICE = "ipvm store rebuild makes it again from the log";

  /// So many differences are told one by one.
  private static final int TOLD = 100;

  private final DataFolder folder;
  private final Inspection.Tally tally;

  IndexInspection(DataFolder folder, Inspection.Tally tally) {
    this.folder = folder;
    this.tally = tally;
  }

  /// The log and the packs are known to be whole.
  void run() throws IOException {
    if (!Files.exists(folder.index())) {
      return;
    }
    try (var index = SqliteIndex.openReadOnly(new SqliteDatabase(folder.index(), true))) {
      var broken = index.integrity();
      if (broken.isPresent()) {
        damaged(broken.get());
        return;
      }
      compare(index);
    } catch (StoreException e) {
      switch (e.kind()) {
        case CORRUPT -> damaged(String.valueOf(e.getMessage()));
        default -> throw e;
      }
    }
  }

  private void compare(SqliteIndex index) throws IOException {
    try (var reader = new LogReader(folder.log())) {
      var found = new Found();
      var comparison = compare(index, reader, List.of(), found);
      if (!comparison.forgotten().isEmpty()) {
        found = new Found();
        compare(index, reader, comparison.forgotten(), found);
      }
      blocks(index, found);
      found.tell();
    }
  }

  private IndexComparison compare(
      SqliteIndex index, LogReader reader, List<LogEntry.Forgotten> forgotten, Found found)
      throws IOException {
    var comparison = new IndexComparison(index, reader, forgotten, found::add);
    LogWalk.over(Segment.list(folder.log()), comparison::add);
    comparison.finish();
    return comparison;
  }

  private void blocks(SqliteIndex index, Found found) throws IOException {
    var end = index.packs();
    for (var pack : Pack.list(folder.packs())) {
      if (pack.number() <= end.pack()) {
        PackWalk.over(
            pack,
            entry -> {
              if (entry.location().isBefore(end) && index.findBlock(entry.cid()).isEmpty()) {
                found.add("it does not know where block " + entry.cid() + " is");
              }
            });
      }
    }
  }

  private void damaged(String what) {
    tally.damaged(new Damage(folder.index(), 0, what, ADVICE));
  }

  /// What does not agree. There may be as much of it as there are receipts, and one thing helps
  /// against all of it, so some are told and the others counted.
  private final class Found {
    private final List<String> some = new ArrayList<>();
    private long count;

    void add(String what) {
      if (count < TOLD) {
        some.add(what);
      }
      count++;
    }

    void tell() {
      some.forEach(IndexInspection.this::damaged);
      if (count > TOLD) {
        damaged(
            "it does not agree with the log or the packs in " + (count - TOLD) + " more places");
      }
    }
  }
}
