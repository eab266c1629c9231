package io.ipvm.store;

import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The results that are found again instead of being computed: how many there are, and forgetting
/// the oldest. A result that is forgotten is still in its run, and its receipt has its CID; it only
/// answers no task any more, and its room is freed when its run goes ([Sweep]).
///
/// @param results that can be found again
/// @param bytes of their records in the log
/// @param oldest when the oldest of them was issued
/// @param executed tasks that runs computed here
/// @param replayed tasks that earlier results answered
public record ResultCache(
    long results, long bytes, Optional<Instant> oldest, long executed, long replayed) {

  /// Which results are kept. What is pinned is, by its receipt or by what it is the result of.
  ///
  /// @param age younger ones
  /// @param bytes the newest ones, of together at most so many bytes
  public record Limits(Optional<Duration> age, Optional<Long> bytes) {}

  /// What was forgotten, or would be.
  public record Forgotten(long results, long bytes) {}

  /// Reads the whole log, also of a store in use.
  public static ResultCache of(Path dataDir, EmbeddedStore.Progress progress) {
    try (var opening = Opening.toRead(new DataFolder(dataDir))) {
      opening.readLog(true, progress);
      var results = results(opening);
      long executed = 0;
      long replayed = 0;
      for (var run : opening.catalog().findRuns(Integer.MAX_VALUE)) {
        executed += run.counts().executed();
        replayed += run.counts().replayed();
      }
      return new ResultCache(
          results.size(),
          results.stream().mapToLong(Result::bytes).sum(),
          results.stream().map(Result::at).min(Instant::compareTo),
          executed,
          replayed);
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  /// What [#forget] would do now.
  public static Forgotten plan(
      Path dataDir, Limits limits, Clock clock, EmbeddedStore.Progress progress) {
    try (var opening = Opening.toRead(new DataFolder(dataDir))) {
      opening.readLog(true, progress);
      return Choice.of(opening, limits, clock.instant()).forgotten();
    } catch (IOException e) {
      throw Failures.opening(dataDir, e);
    }
  }

  /// Forgets the results that `limits` do not keep, durably.
  ///
  /// @throws StoreException as [EmbeddedStore#open]
  public static Forgotten forget(
      Path dataDir, Limits limits, Clock clock, EmbeddedStore.Progress progress) {
    return EmbeddedStore.maintain(
        dataDir,
        clock,
        progress,
        EmbeddedStore.Means.USUAL,
        store -> {
          var choice = Choice.of(store.opened(), limits, clock.instant());
          if (choice.forgotten().results() > 0) {
            store.append(choice.entry());
          }
          return choice.forgotten();
        });
  }

  /// A result in the log.
  private record Result(long position, int bytes, Instant at, Cid receipt, Cid instruction) {}

  /// Those that can be found, in the order of the log.
  private static List<Result> results(Opening opening) throws IOException {
    var results = new ArrayList<Result>();
    LogWalk.over(
        Segment.list(opening.folder().log()),
        (frame, entry) -> {
          if (entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued)
              && !issued.memo().isEmpty()) {
            results.add(
                new Result(
                    frame.position(),
                    (int) (frame.end() - frame.position()),
                    issued.at(),
                    issued.receipt().cid(),
                    issued.instruction()));
          } else if (entry instanceof LogEntry.Forgotten forgotten) {
            results.removeIf(result -> forgotten.covers(result.position()));
          }
        });
    return results;
  }

  /// What goes and what stays.
  private record Choice(LogEntry.Forgotten entry, Forgotten forgotten) {
    static Choice of(Opening opening, Limits limits, Instant now) throws IOException {
      var all = results(opening);
      int first = Math.max(firstYoung(all, limits, now), firstThatFits(all, limits));
      var pins = opening.catalog().pins().keySet();
      var old = all.subList(0, first);
      var except = old.stream().filter(result -> isPinned(result, pins)).toList();
      long before = old.isEmpty() ? 0 : old.getLast().position() + 1;
      return new Choice(
          new LogEntry.Forgotten(before, except.stream().map(Result::position).toList()),
          new Forgotten(old.size() - except.size(), bytes(old) - bytes(except)));
    }

    private static boolean isPinned(Result result, Set<Cid> pins) {
      return pins.contains(result.receipt()) || pins.contains(result.instruction());
    }

    private static long bytes(List<Result> results) {
      return results.stream().mapToLong(Result::bytes).sum();
    }

    /// In the order of the log, so that a clock that went back makes nothing old.
    private static int firstYoung(List<Result> all, Limits limits, Instant now) {
      if (limits.age().isEmpty()) {
        return 0;
      }
      var policy = new Retention(limits.age().get(), 0);
      int first = 0;
      while (first < all.size() && !policy.isYoung(all.get(first).at(), now)) {
        first++;
      }
      return first;
    }

    private static int firstThatFits(List<Result> all, Limits limits) {
      if (limits.bytes().isEmpty()) {
        return 0;
      }
      long room = limits.bytes().get();
      int first = all.size();
      while (first > 0 && room >= all.get(first - 1).bytes()) {
        first--;
        room -= all.get(first).bytes();
      }
      return first;
    }
  }
}
