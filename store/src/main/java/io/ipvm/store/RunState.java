package io.ipvm.store;

import io.ipvm.workflow.RunId;
import java.util.Optional;

/// What is remembered of a run while this process has to do with it.
///
/// Written by whoever holds the lock of [LogWriter] (or by the one thread that opens the store),
/// read by anybody, under its own monitor.
final class RunState {
  private final RunId id;
  private final RunFold fold = new RunFold();
  private long epoch = Ownership.NOBODY;
  private long first;
  private long last;
  private boolean owned;
  private int pins;

  RunState(RunId id) {
    this.id = id;
  }

  RunId id() {
    return id;
  }

  /// The run's frame at `position` says `entry`.
  synchronized void add(long position, LogEntry entry) {
    if (first == 0) {
      first = position;
    }
    last = position;
    switch (entry) {
      case LogEntry.Claimed claimed -> epoch = claimed.epoch();
      case LogEntry.Happened happened -> fold.add(happened.record());
      case LogEntry.Named _,
          LogEntry.Pinned _,
          LogEntry.Unpinned _,
          LogEntry.Noted _,
          LogEntry.Forgotten _,
          LogEntry.Synced _ -> {}
    }
  }

  /// This process claimed the run, so it may append to it at any time.
  synchronized void own() {
    owned = true;
  }

  synchronized long epoch() {
    return epoch;
  }

  /// Position of the newest frame of the run, 0 if there is none.
  synchronized long last() {
    return last;
  }

  /// Somebody is about to append and needs this object to stay the one that counts.
  synchronized void pin() {
    pins++;
  }

  synchronized void unpin() {
    pins--;
  }

  /// Whether nothing more is expected to happen unless somebody resumes the run.
  synchronized boolean ended() {
    return fold.ended();
  }

  /// Whether nobody is expected to append soon.
  synchronized boolean idle() {
    return pins == 0 && (!owned || fold.ended());
  }

  synchronized Optional<Row> row() {
    return fold.summary(id).map(summary -> new Row(summary, first, last));
  }

  /// A run as a list shows it, and where its frames are.
  record Row(RunSummary summary, long first, long last) {}
}
