package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.List;

/// What the log holds: what happened to runs, and the little the store itself has to remember.
sealed interface LogEntry {
  /// Somebody became the run's owner.
  record Claimed(RunId run, long epoch) implements LogEntry {}

  record Happened(RunId run, long epoch, RunRecord record) implements LogEntry {}

  /// A name got a meaning.
  record Named(String name, Cid cid) implements LogEntry {}

  /// A content is kept, with all it leads to, until somebody unpins it.
  record Pinned(Cid cid, Instant at) implements LogEntry {}

  record Unpinned(Cid cid) implements LogEntry {}

  /// What has to be remembered together.
  record Noted(List<Fact> facts) implements LogEntry {
    public Noted {
      facts = List.copyOf(facts);
    }
  }

  /// Results that were issued before log position `before` are found by their keys no more.
  ///
  /// @param except positions of results that are, because they are pinned
  record Forgotten(long before, List<Long> except) implements LogEntry {
    public Forgotten {
      except = List.copyOf(except);
    }

    boolean covers(long position) {
      return position < before && !except.contains(position);
    }
  }

  /// All blocks before `packs` are durable; so is all of the log before the frame's own durable
  /// position, which is why a closing store writes one of these last.
  record Synced(PackPosition packs) implements LogEntry {}
}
