package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.workflow.RunId;

/// What the log holds: what happened to runs, and the little the store itself has to remember.
sealed interface LogEntry {
  /// Somebody became the run's owner.
  record Claimed(RunId run, long epoch) implements LogEntry {}

  record Happened(RunId run, long epoch, RunRecord record) implements LogEntry {}

  /// A name got a meaning.
  record Named(String name, Cid cid) implements LogEntry {}

  /// All blocks before `packs` are durable; so is all of the log before the frame's own durable
  /// position, which is why a closing store writes one of these last.
  record Synced(PackPosition packs) implements LogEntry {}
}
