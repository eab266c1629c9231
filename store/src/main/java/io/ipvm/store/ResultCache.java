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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
      var all = Results.in(opening).all();
      var tasks =
          new Object() {
            long executed;
            long replayed;
          };
      opening
          .catalog()
          .forEachRun(run -> {
            tasks.executed += run.counts().executed();
            tasks.replayed += run.counts().replayed();
          });
      return new ResultCache(all.results, all.bytes, all.oldest(), tasks.executed, tasks.replayed);
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

  /// Those that can be found, in the order of the log. There may be many: every look reads the log
  /// again, and memory holds one.
  private record Results(Path log, List<LogEntry.Forgotten> forgotten, Tally all) {
    static Results in(Opening opening) throws IOException {
      var log = opening.folder().log();
      var forgotten = new ArrayList<LogEntry.Forgotten>();
      var all = new Tally();
      LogWalk.over(
          Segment.list(log),
          (frame, entry) -> {
            result(frame, entry).ifPresent(all::add);
            if (entry instanceof LogEntry.Forgotten it) {
              forgotten.add(it);
            }
          });
      return forgotten.isEmpty()
          ? new Results(log, List.of(), all)
          : without(List.copyOf(forgotten), log);
    }

    private static Results without(List<LogEntry.Forgotten> forgotten, Path log)
        throws IOException {
      var results = new Results(log, forgotten, new Tally());
      results.forEach(results.all::add);
      return results;
    }

    void forEach(Consumer<Result> action) throws IOException {
      LogWalk.over(
          Segment.list(log),
          (frame, entry) -> {
            if (forgotten.stream().noneMatch(it -> it.covers(frame.position()))) {
              result(frame, entry).ifPresent(action);
            }
          });
    }

    private static Optional<Result> result(Frame frame, LogEntry entry) {
      return entry instanceof LogEntry.Happened(_, _, RunRecord.ReceiptIssued issued)
              && !issued.memo().isEmpty()
          ? Optional.of(
              new Result(
                  frame.position(),
                  (int) (frame.end() - frame.position()),
                  issued.at(),
                  issued.receipt().cid(),
                  issued.instruction()))
          : Optional.empty();
    }
  }

  /// What is counted of some results.
  private static final class Tally {
    private long results;
    private long bytes;
    private @Nullable Instant oldest;

    void add(Result result) {
      results++;
      bytes += result.bytes();
      if (oldest == null || result.at().isBefore(oldest)) {
        oldest = result.at();
      }
    }

    Optional<Instant> oldest() {
      return Optional.ofNullable(oldest);
    }
  }

  /// What goes and what stays.
  private record Choice(LogEntry.Forgotten entry, Forgotten forgotten) {
    static Choice of(Opening opening, Limits limits, Instant now) throws IOException {
      var results = Results.in(opening);
      var pins = opening.catalog().pins().keySet();
      var choosing = new Choosing(limits, now, pins, results.all().bytes);
      results.forEach(choosing::add);
      return new Choice(
          new LogEntry.Forgotten(choosing.before, choosing.except),
          new Forgotten(choosing.gone.results, choosing.gone.bytes));
    }
  }

  /// Takes all results in the order of the log. What is old comes first: before the first young
  /// one, or before the first one that fits with all behind it. So a clock that went back makes
  /// nothing old.
  private static final class Choosing {
    private final Limits limits;
    private final Instant now;
    private final Set<Cid> pins;
    private long bytesFromHere;
    private boolean young;

    private final List<Long> except = new ArrayList<>();
    private final Tally gone = new Tally();
    private long before;

    /// @param bytes of all results
    Choosing(Limits limits, Instant now, Set<Cid> pins, long bytes) {
      this.limits = limits;
      this.now = now;
      this.pins = pins;
      bytesFromHere = bytes;
      young = limits.age().isEmpty();
    }

    void add(Result result) {
      young = young || new Retention(limits.age().orElseThrow(), 0).isYoung(result.at(), now);
      boolean fits = limits.bytes().isEmpty() || bytesFromHere <= limits.bytes().get();
      bytesFromHere -= result.bytes();
      if (young && fits) {
        return;
      }
      before = result.position() + 1;
      if (pins.contains(result.receipt()) || pins.contains(result.instruction())) {
        except.add(result.position());
      } else {
        gone.add(result);
      }
    }
  }
}
