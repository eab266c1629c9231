package io.ipvm.store;

import io.ipvm.workflow.RunId;
import java.util.ArrayList;
import java.util.List;

/// Follows the frames of one run backwards: each knows the one before it.
final class RunChain {
  private final LogReader log;

  RunChain(LogReader log) {
    this.log = log;
  }

  /// A frame and what it says.
  record Link(Frame frame, LogEntry entry) {}

  /// The frames of `run` up to the one at `last`, oldest first. Of a run that is being purged,
  /// those that are left.
  ///
  /// @throws StoreException `CORRUPT` if one of them is not the run's
  List<Link> upTo(RunId run, long last) {
    var links = new ArrayList<Link>();
    for (long at = last; at != 0; ) {
      var found = log.find(at);
      if (found.isEmpty()) {
        break;
      }
      var frame = found.get();
      var entry = EntryCodec.read(frame);
      if (!belongs(entry, run) || frame.previous() >= at) {
        throw new StoreException(
            StoreException.Kind.CORRUPT,
            "the record at log position "
                + at
                + " is not one of run "
                + run
                + ": delete index.db, which is made again from the log");
      }
      links.add(new Link(frame, entry));
      at = frame.previous();
    }
    return links.reversed();
  }

  private static boolean belongs(LogEntry entry, RunId run) {
    return switch (entry) {
      case LogEntry.Claimed claimed -> claimed.run().equals(run);
      case LogEntry.Happened happened -> happened.run().equals(run);
      case LogEntry.Named _,
          LogEntry.Pinned _,
          LogEntry.Unpinned _,
          LogEntry.Noted _,
          LogEntry.Forgotten _,
          LogEntry.Synced _ ->
          false;
    };
  }

  RunState state(RunId run, long last) {
    var state = new RunState(run);
    upTo(run, last).forEach(link -> state.add(link.frame().position(), link.entry()));
    return state;
  }
}
